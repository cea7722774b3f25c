import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { invoiceData } from '../../invoices/invoice-data.ts'
import { inCorpus } from '../../testing/corpus.ts'
import { readEInvoices } from './read-einvoices.ts'
import { bytesOf, listSamples, readSample, readText } from './samples/read-sample.ts'

const ubl = 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'

test.each([
  [
    'a billion laughs',
    `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Invoice ${ubl}><ID>&b;</ID></Invoice>`,
  ],
  [
    'a file of the machine',
    `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Invoice ${ubl}><ID>&f;</ID></Invoice>`,
  ],
  [
    'a document type elsewhere',
    `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><Invoice ${ubl}><ID>1</ID></Invoice>`,
  ],
  ['an entity of its own', `<Invoice ${ubl}><ID>&mine;</ID></Invoice>`],
  ['an end that is missing', `<Invoice ${ubl}><ID>1</ID>`],
  [
    'a letter within that is hostile',
    '<autorizacion><comprobante>&lt;!DOCTYPE factura&gt;</comprobante></autorizacion>',
  ],
  ['deep nesting', `${'<a>'.repeat(250)}<Invoice ${ubl}/>${'</a>'.repeat(250)}`],
  ['nothing', ''],
  ['no invoice', '<html><body>Invoice 1</body></html>'],
])('%s holds no invoice and harms nobody', (_, xml) => expect(readText(xml)).toEqual([]))

test('an invoice buried deeper than any envelope goes is not looked for', () => {
  const buried = (depth: number) =>
    `${'<a>'.repeat(depth)}<Invoice ${ubl}><ID>1</ID></Invoice>${'</a>'.repeat(depth)}`
  expect([readText(buried(7)).length, readText(buried(8)).length]).toEqual([1, 0])
})

test('letters within letters are opened twice and no more', () => {
  const wrap = (letter: string) =>
    `<autorizacion><comprobante>${letter.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</comprobante></autorizacion>`
  const invoice = `<Invoice ${ubl}><ID>1</ID></Invoice>`
  expect([wrap(wrap(invoice)), wrap(wrap(wrap(invoice)))].map((xml) => readText(xml).length)).toEqual([1, 0])
})

test('what is too long for a field is cut or left out, and never fails the rest', () => {
  const [invoice] =
    readText(`<Invoice ${ubl}><ID>${'9'.repeat(500)}</ID><DocumentCurrencyCode>EURO</DocumentCurrencyCode>
    <AccountingSupplierParty><Party><PartyLegalEntity><RegistrationName>Ñ${'🧾'.repeat(5_000)}</RegistrationName></PartyLegalEntity></Party></AccountingSupplierParty>
    <AccountingCustomerParty><Party><PartyLegalEntity><RegistrationName>A\u0007B\u0001 ${'Ñandú '.repeat(100)}</RegistrationName></PartyLegalEntity></Party></AccountingCustomerParty>
    ${'<InvoiceLine><ID>1</ID><LineExtensionAmount>1e11</LineExtensionAmount></InvoiceLine>'.repeat(2_000)}
    <TaxTotal>${'<TaxSubtotal><TaxAmount>1</TaxAmount></TaxSubtotal>'.repeat(200)}</TaxTotal></Invoice>`)
  expect(invoice!.data).toMatchObject({ invoice_number: null, currency: null })
  expect(invoiceData.safeParse(invoice!.data).error).toBeUndefined()
  expect(invoice!.data.issuer_name).toBe(`Ñ${'🧾'.repeat(99)}`)
  expect(invoice!.data.customer_name).toStartWith('A B Ñandú')
  expect(invoice!.data.customer_name!.length).toBeLessThanOrEqual(200)
  expect(invoice!.data.products).toHaveLength(1_000)
  expect(invoice!.data.taxes).toHaveLength(50)
})

const many = (part: string, count = 90_000) => part.repeat(count)
test.each<[string, string]>([
  ['attributes', `<Invoice ${ubl} ${Array.from({ length: 190_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
  ['more elements than any invoice has', `<Invoice ${ubl}>${many('<ID/>', 900_000)}</Invoice>`],
  ['lines', `<Invoice ${ubl}>${many('<InvoiceLine/>')}</Invoice>`],
  ['parts of one line', `<Invoice ${ubl}><InvoiceLine>${many('<Item/>')}</InvoiceLine></Invoice>`],
  ['taxes', `<Invoice ${ubl}>${many('<TaxTotal><TaxSubtotal/></TaxTotal>')}</Invoice>`],
  [
    'bodies',
    `<FatturaElettronica><FatturaElettronicaHeader/>${many('<FatturaElettronicaBody/>')}</FatturaElettronica>`,
  ],
  ['documents', `<EnvioDTE>${many('<DTE><Documento/></DTE>', 60_000)}</EnvioDTE>`],
  [
    'letters',
    `<AttachedDocument>${many(`<Attachment><ExternalReference><Description><![CDATA[<Invoice ${ubl}/>]]></Description></ExternalReference></Attachment>`, 30_000)}</AttachedDocument>`,
  ],
  [
    'namespaces at every depth',
    `${Array.from({ length: 190 }, (_, i) => `<x xmlns:p${i}="u">`).join('')}${many('<q:y/>')}${'</x>'.repeat(190)}`,
  ],
  ['characters of one value', `<Invoice ${ubl}><ID>${many('x \n', 1_000_000)}</ID></Invoice>`],
])('a crowd of %s takes no more than its reading', (_, xml) => {
  const started = performance.now()
  readText(xml)
  expect(performance.now() - started).toBeLessThan(5_000)
})

const re = {
  'ISO-8859-1': (text: string) => Buffer.from(text, 'latin1'),
  'windows-1252': (text: string) => Buffer.from(text, 'latin1'),
  'ISO-8859-15': (text: string) => Buffer.from(text, 'latin1'),
  'UTF-16': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'UTF-8': (text: string) => bytesOf(`\ufeff${text}`),
}

test('a document says the same in every encoding it may be written in', async () => {
  for (const name of await listSamples()) {
    const xml = await readSample(name)
    for (const [encoding, encode] of Object.entries(re)) {
      const bytes = new Uint8Array(encode(xml.replace('encoding="UTF-8"', `encoding="${encoding}"`)))
      expect([name, encoding, readEInvoices([{ name: '', bytes }])]).toEqual([name, encoding, readText(xml)])
    }
  }
})

test('one that is not what it declares is left alone, but for a declaration that can’t be read as what it says', async () => {
  const xml = await readSample('peppol.xml')
  expect(readEInvoices([{ name: '', bytes: new Uint8Array(Buffer.from(xml, 'latin1')) }])).toEqual([])
  expect(readText(xml.replace('encoding="UTF-8"', 'encoding="UTF-16"'))).toEqual(readText(xml))
})

test('which of several files is the invoice is told by what is in them', async () => {
  const file = (name: string, text: string) => ({ name, bytes: bytesOf(text) })
  const files = [
    file('factur-x.xml', '<Catalogue/>'),
    file('xrechnung.xml', '%PDF-1.4'),
    file('photo.jpg', await readSample('factur-x.xml')),
    { name: 'empty', bytes: new Uint8Array() },
  ]
  expect(readEInvoices(files).map(({ format }) => format)).toEqual(['CII'])
})

const hostile = inCorpus('../hostile')
test.skipIf(!existsSync(hostile))('attacks that were seen elsewhere hold no invoice', async () => {
  const names = (await readdir(hostile)).filter((name) => !name.endsWith('.jsonl'))
  expect(names.some((name) => name.endsWith('.xml'))).toBe(true)
  for (const name of names) {
    const bytes = new Uint8Array(await readFile(`${hostile}/${name}`))
    expect([name, readEInvoices([{ name, bytes }])]).toEqual([name, []])
  }
})

import { describe, expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

const changed = async (sample: string, ...changes: [string | RegExp, string][]) => {
  let xml = await readSample(sample)
  for (const [from, to] of changes) {
    expect(xml).toMatch(from)
    xml = xml.replace(from, to)
  }
  return readText(xml)[0]!
}

describe('a European invoice', () => {
  test('is read as the standard names its terms', async () => {
    const invoice = await changed('peppol.xml')
    expect(brokenIn(invoice)).toEqual([])
    expect(invoice.due).toBe(1013)
    expect(invoice.data).toEqual({
      document_type: 'invoice',
      issuer_name: 'Norrsken Kaffe & Te AB',
      issuer_tax_id: 'SE556677889901',
      issuer_address: 'Hamngatan 3, 972 31, Luleå, SE',
      customer_name: 'Kommunen i Norr',
      customer_tax_id: '2120001234',
      invoice_number: '2026-0417',
      date: '2026-03-02',
      due_date: '2026-04-01',
      currency: 'SEK',
      subtotal: 970,
      tax: 242.5,
      total: 1212.5,
      taxes: [{ name: 'VAT', rate: 25, base: 970, amount: 242.5 }],
      products: [
        { name: 'Kaffe', quantity: 4, unit_price: 200, total_price: 800, tax_rate: 25 },
        { name: 'Tepåsar', quantity: 500, unit_price: 0.4, total_price: 200, tax_rate: null },
      ],
      cufe: null,
      payment_terms: '30 dagar netto',
      purchase_order: 'PO-88',
    })
  })

  test('has the tax in its own currency, whatever else is said in that of the tax office', async () => {
    const again = '<cac:TaxSubtotal><cbc:TaxAmount currencyID="EUR">22.31</cbc:TaxAmount></cac:TaxSubtotal>'
    const detailed = await changed('peppol.xml', ['22.31</cbc:TaxAmount>', `22.31</cbc:TaxAmount>${again}`])
    expect(detailed.data).toMatchObject({ tax: 242.5, taxes: [{ amount: 242.5 }] })
    const alike = await changed('peppol.xml', ['currencyID="EUR">22.31', 'currencyID="SEK">999.00'])
    expect(alike.data.tax).toBe(242.5)
  })

  test('without its optional totals is worth what the rest makes of it', async () => {
    const { data } = await changed(
      'peppol.xml',
      [/<cbc:TaxInclusiveAmount.*\n/, ''],
      [/<cac:TaxTotal>[\s\S]*<\/cac:TaxTotal>/, ''],
    )
    expect(data).toMatchObject({ subtotal: 970, tax: null, total: 1212.5 })
  })

  test('that credits keeps its sign and says so', async () => {
    const { data } = await changed(
      'peppol.xml',
      ['<cbc:InvoiceTypeCode>380', '<cbc:InvoiceTypeCode>381'],
      ['1212.50', '-1212.50'],
    )
    expect(data).toMatchObject({ document_type: 'credit_note', total: -1212.5 })
  })

  test('whose amounts contradict each other is read all the same, and shown', async () => {
    const invoice = await changed(
      'peppol.xml',
      [
        '<cbc:TaxInclusiveAmount currencyID="SEK">1212.50',
        '<cbc:TaxInclusiveAmount currencyID="SEK">1215.50',
      ],
      ['<cbc:Percent>25', '<cbc:Percent>20'],
    )
    expect(invoice.data.total).toBe(1215.5)
    expect(brokenIn(invoice)).toEqual(['totals_sum', 'due_sum', 'tax_rates'])
  })
})

describe('an invoice of a profile of its own', () => {
  const ownProfile: [RegExp, string] = [/<cbc:CustomizationID>.*</, '<cbc:CustomizationID>OWN-2.1<']

  test('may call the tax what others call what it is added to', async () => {
    const { data, checks } = await changed('peppol.xml', ownProfile, [
      '<cbc:TaxExclusiveAmount currencyID="SEK">970.00',
      '<cbc:TaxExclusiveAmount currencyID="SEK">242.50',
    ])
    expect(data).toMatchObject({ subtotal: 970, tax: 242.5, total: 1212.5 })
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('has discounts of lines among its allowances, and a rounding in its total', async () => {
    const invoice = await changed(
      'peppol.xml',
      ownProfile,
      [
        '<cbc:AllowanceTotalAmount currencyID="SEK">50.00',
        '<cbc:AllowanceTotalAmount currencyID="SEK">75.00',
      ],
      [
        '<cbc:TaxInclusiveAmount currencyID="SEK">1212.50',
        '<cbc:TaxInclusiveAmount currencyID="SEK">1213.00',
      ],
    )
    expect(brokenIn(invoice)).toEqual([])
    expect(invoice.checks.map(({ name }) => name)).toEqual(['lines_sum', 'totals_sum'])
  })

  test('says whom the tax office knows its parties as among their other numbers', async () => {
    const numbers =
      '<cac:PartyIdentification><cbc:ID schemeID="MERSISNO">0123456789012345</cbc:ID></cac:PartyIdentification>' +
      '<cac:PartyIdentification><cbc:ID schemeID="VKN">1234567801</cbc:ID></cac:PartyIdentification>'
    const { data } = await changed(
      'peppol.xml',
      [/<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyLegalEntity>/, numbers],
      ['<cbc:CompanyID schemeID="0007">2120001234</cbc:CompanyID>', ''],
    )
    expect(data).toMatchObject({ issuer_name: 'Norrsken Kaffe', issuer_tax_id: '1234567801' })
    expect(data.customer_tax_id).toBeNull()
  })
})

describe('a Colombian invoice', () => {
  test('is taken out of its envelope, with the word of the tax office', async () => {
    const invoice = await changed('dian-attached.xml')
    expect(brokenIn(invoice)).toEqual([])
    expect(invoice.checks.map(({ name }) => name)).toContain('authority')
    expect(invoice.data).toMatchObject({
      issuer_name: 'Distribuidora Andina S.A.S.',
      issuer_tax_id: '900373115-3',
      issuer_address: 'Carrera 7 # 71-21, Bogotá, D.C.',
      customer_tax_id: '52123456',
      invoice_number: 'SETP990000201',
      due_date: '2026-03-18',
      currency: 'COP',
      subtotal: 1_600_000,
      tax: 293_000,
      total: 1_800_000,
      purchase_order: 'OC-7781',
      taxes: [
        { name: 'IVA', rate: 19, base: 1_500_000, amount: 285_000 },
        { name: 'INC', rate: 8, base: 100_000, amount: 8_000 },
        { name: 'ReteFuente', rate: 2.5, base: 1_500_000, amount: -37_500 },
      ],
    })
    expect(invoice.data.cufe).toHaveLength(96)
    expect(invoice.data.products[0]).toMatchObject({ name: 'Papel carta, caja', unit_price: 150_000 })
  })

  test('that the tax office refused is shown', async () => {
    const invoice = await changed('dian-attached.xml', ['ResultCode>02<', 'ResultCode>04<'])
    expect(brokenIn(invoice)).toEqual(['authority'])
  })

  test('may stand in its envelope in base64, broken into lines', async () => {
    const [, inside] = /CDATA\[(<\?xml[\s\S]*?)\]\]>/.exec(await readSample('dian-attached.xml'))!
    const coded = Buffer.from(`\ufeff${inside}`).toString('base64').replace(/.{76}/g, '$&\n')
    const wrap = (text: string) =>
      `<AttachedDocument><Attachment><EmbeddedDocumentBinaryObject mimeCode="text/xml">\n${text}</EmbeddedDocumentBinaryObject></Attachment></AttachedDocument>`
    expect(readText(wrap(coded)).map(({ data }) => data.invoice_number)).toEqual(['SETP990000201'])
    expect(readText(wrap('PAPELERIA ANDINA'))).toEqual([])
  })

  test('comes without its envelope too', async () => {
    const [, inside] = /CDATA\[(<\?xml[\s\S]*?)\]\]>/.exec(await readSample('dian-attached.xml'))!
    expect(readText(inside!)[0]!.data.invoice_number).toBe('SETP990000201')
  })
})

test('a Peruvian note of the old kind: sales told apart, what is given away not counted, nobody as customer', async () => {
  const invoice = await changed('sunat.xml')
  expect(brokenIn(invoice)).toEqual([])
  expect(invoice.data).toMatchObject({
    document_type: 'credit_note',
    issuer_name: 'BODEGA LA ESQUINA S.A.C.',
    issuer_tax_id: '20131312955',
    issuer_address: 'JR. AREQUIPA 120, LIMA',
    customer_name: null,
    customer_tax_id: null,
    subtotal: 250,
    tax: 36,
    total: 286,
    taxes: [{ name: 'IGV', rate: null, base: null, amount: 36 }],
  })
  expect(invoice.data.products[0]).toMatchObject({ unit_price: 100, total_price: 200 })
})

test('a Peruvian note that leaves out the sum of its lines is worth what they make', async () => {
  const note = (
    more: string,
  ) => `<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2">
    <CustomizationID>2.0</CustomizationID><ID>FC01-7</ID><DocumentCurrencyCode>PEN</DocumentCurrencyCode>
    <TaxTotal><TaxAmount>18</TaxAmount></TaxTotal>
    <LegalMonetaryTotal><PayableAmount>118</PayableAmount></LegalMonetaryTotal>
    <CreditNoteLine><ID>1</ID><LineExtensionAmount>60</LineExtensionAmount></CreditNoteLine>
    <CreditNoteLine><ID>2</ID>${more}</CreditNoteLine></CreditNote>`
  const [whole] = readText(note('<LineExtensionAmount>40</LineExtensionAmount>'))
  expect(whole!.data).toMatchObject({ subtotal: 100, tax: 18, total: 118 })
  expect(readText(note(''))[0]!.data.subtotal).toBeNull()
})

import { expect, test } from 'bun:test'
import type { Box, Code, PageOfWords } from '../../invoices/words.ts'
import { createLog } from '../../log.ts'
import { createExtractor } from '../extractor.ts'
import { makePage } from '../make-page.ts'
import { surveyPages } from '../survey.ts'
import { believeCodes } from './believe-codes.ts'
import { makeTed } from './make-ted.ts'
import { readFiscalCodes } from './read-fiscal-codes.ts'

const log = createLog('error', {}, () => {})
const box: Box = [0.05, 0.8, 0.25, 0.95]
const codes = (...texts: string[]): Code[] => texts.map((text) => ({ format: 'qr', text, box }))

async function extract(drawing: string, texts: string[], more: Partial<PageOfWords> = {}) {
  const pages = [makePage(drawing, { ...more, codes: codes(...texts) })]
  const options = { signal: new AbortController().signal, today: '2026-11-21' }
  const { data, fields, checks } = await createExtractor({ log }).extract({ pages, files: [] }, options)
  const check = (name: string) => checks.find((one) => one.name === name)?.ok
  return { data, fields, checks, check }
}

const chilean = `
  Comercial Los Andes SpA                          R.U.T.: 76.192.083-9
  Giro: Ferretería                                 FACTURA ELECTRONICA
  Av. Providencia 1234, Santiago                   N° 4521
  Fecha Emision: 12 de Marzo de 2025

  SEÑOR(ES): Constructora Ñuñoa & Cía.
  R.U.T.: 12.345.670-K

                                     MONTO NETO      $       76.990
                                     I.V.A. 19%      $       14.628
                                     TOTAL           $       91.618
`
const fields = {
  fecha: '2024-10-13',
  cuit: 30500010912,
  ptoVta: 3,
  tipoCmp: 1,
  nroCmp: 7412,
  importe: 12100,
  moneda: 'PES',
  tipoDocRec: 80,
  nroDocRec: 20123456786,
}
const arca = (more: object = {}) =>
  `https://www.arca.gob.ar/fe/qr/?p=${Buffer.from(JSON.stringify({ ...fields, ...more })).toString('base64')}`
const argentine = `
  TALLER DEL PLATA S.A.                 A           FACTURA
  CUIT: 30-50001091-2                               Nº 0003 - 00007412
  Av. San Martín 100, Rosario                       Fecha: 13/10/2024

  Cliente: Seguros Ejemplo S.A.
  CUIT: 20-12345678-6

  Cantidad   Descripción              Precio        Importe
  1          Chapa y pintura          10000,00      10000,00

                                      Subtotal      10000,00
                                      IVA 21%       2100,00
                                      TOTAL         12100,00
`

test('what the code says is sure, in the words and at the place of the page', async () => {
  const { data, fields, check } = await extract(chilean, [makeTed()])
  expect(data).toMatchObject({
    document_type: 'invoice',
    issuer_tax_id: '76.192.083-9',
    customer_tax_id: '12.345.670-K',
    invoice_number: '4521',
    date: '2025-03-12',
    currency: 'CLP',
    total: 91618,
  })
  for (const name of ['issuer_tax_id', 'invoice_number', 'date', 'total'] as const)
    expect(fields[name]).toMatchObject({ source: 'qr', confidence: 0.99, page: 1 })
  expect(fields.total!.box).not.toEqual(box)
  expect(fields.subtotal!.source).toBe('text')
  expect(check('fiscal_code')).toBe(true)
})

test('a number is written as the page writes it', async () => {
  const { data, fields, checks } = await extract(argentine, [arca()])
  expect(data).toMatchObject({ invoice_number: '0003-00007412', total: 12100, currency: 'ARS' })
  expect(fields.invoice_number).toMatchObject({ source: 'qr', confidence: 0.98 })
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  const apart = argentine.replace('Nº 0003 - 00007412', 'Punto de Venta: 00003 Comp. Nro: 00007412')
  expect((await extract(apart, [arca()])).data.invoice_number).toBe('00003-00007412')
})

test('what no word says is at the place of the code', async () => {
  const { data, fields } = await extract('Gracias por su compra', [arca()], { source: 'ocr' })
  expect(data).toMatchObject({
    issuer_tax_id: '30-50001091-2',
    invoice_number: '00003-00007412',
    total: 12100,
  })
  expect(fields.total).toEqual({ value: 12100, confidence: 0.93, source: 'qr', page: 1, box })
})

test('a signed code contradicts the page: it is believed, and the check is red', async () => {
  const { data, fields, check, checks } = await extract(chilean.replace('91.618', '97.618'), [makeTed()])
  expect(data.total).toBe(91618)
  expect(fields.total!.confidence).toBeLessThan(0.8)
  expect(check('fiscal_code')).toBe(true)
  expect(checks.find(({ name }) => name === 'fiscal_code_total')).toEqual({
    name: 'fiscal_code_total',
    ok: false,
    about: ['total'],
    message: {
      es: 'Total: el código fiscal (SII) dice 91618 y el documento dice 97618.',
      en: 'Total: the fiscal code (SII) says 91618 and the document says 97618.',
    },
  })
})

test('of a code that nothing proves, a clear page keeps its own value and shows the contradiction', async () => {
  const { data, fields, check } = await extract(argentine, [arca({ importe: 21100 })])
  expect(data.total).toBe(12100)
  expect(fields.total!.source).toBe('text')
  expect(check('fiscal_code_total')).toBe(false)
  expect(check('fiscal_code')).toBeUndefined()
})

test.each([
  ['number', { nroCmp: 3669 }, 'fiscal_code_invoice_number'],
  ['day', { fecha: '2024-11-13' }, 'fiscal_code_date'],
  ['customer', { nroDocRec: 27123456780 }, 'fiscal_code_customer_tax_id'],
])('another %s than on the page is a red check', async (_, more, name) => {
  const { checks } = await extract(argentine, [arca(more)])
  expect(checks.filter(({ ok }) => !ok).map((check) => check.name)).toEqual([name])
})

test('a code that was changed gives nothing but a red check', async () => {
  const tampered = makeTed().replace('<MNT>91618', '<MNT>11618')
  const { data, fields, check } = await extract(chilean, [tampered])
  expect(data.total).toBe(91618)
  expect(Object.values(fields).some(({ source }) => source === 'qr')).toBe(false)
  expect(check('fiscal_code')).toBe(false)
  expect(check('fiscal_code_total')).toBe(false)
  const alone = await extract('Gracias', [tampered])
  expect(alone.data.total).toBeNull()
  expect(alone.check('fiscal_code')).toBe(false)
})

test('codes of other documents and of advertisements are none of this one', async () => {
  const other = arca({
    cuit: 20123456786,
    nroCmp: 77,
    fecha: '2023-01-02',
    importe: 55,
    nroDocRec: 27123456780,
  })
  const advert = 'https://example.com/descuento?p=123'
  const { data, checks } = await extract(argentine, [other, advert, arca()])
  expect(data).toMatchObject({
    issuer_tax_id: '30-50001091-2',
    invoice_number: '0003-00007412',
    total: 12100,
  })
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  const alone = await extract(argentine, [other])
  expect(alone.data).toMatchObject({ total: 12100 })
  expect(alone.checks.some(({ name }) => name.startsWith('fiscal_code'))).toBe(false)
})

test('a name that came with the identity of the customer is doubted', () => {
  const [code] = readFiscalCodes([makePage('', { codes: codes(arca()) })], [])
  const read = {
    issuer_name: { value: 'Seguros Ejemplo S.A.', confidence: 0.9, spans: [] },
    issuer_tax_id: { value: '20-12345678-6', confidence: 0.9, spans: [] },
  }
  const { findings, checks } = believeCodes([code!], read, surveyPages([]))
  expect(findings.issuer_tax_id?.value).toBe('30-50001091-2')
  expect(findings.issuer_name?.confidence).toBeLessThan(0.7)
  expect(checks).toEqual([])
})

test('a code from a test environment is a red check', async () => {
  const cufe = 'FE0120000155646463-2-2017-8600012024032052095049600010128158741019'
  const { data, check } = await extract(`Factura\nCUFE: ${cufe}`, [])
  expect(data).toMatchObject({ cufe, date: '2024-03-20', issuer_tax_id: '155646463-2-2017 DV 86' })
  expect(check('fiscal_code_test')).toBe(false)
})

test('what is to be paid never contradicts, and helps where the page says nothing', async () => {
  const transfer = (amount: string) =>
    ['BCD', '002', '1', 'SCT', '', 'Muster GmbH', 'DE89370400440532013000', amount, '', '', 'RE-1'].join('\n')
  const page = 'Muster GmbH\nRechnung Nr. RE-1001\n\nGesamtbetrag EUR     119,00'
  const { data, checks } = await extract(page, [transfer('EUR19.00')])
  expect(data.total).toBe(119)
  expect(checks.some(({ name }) => name.startsWith('fiscal_code'))).toBe(false)
  const alone = await extract('', [transfer('EUR19.00')])
  expect(alone.data).toMatchObject({ issuer_name: 'Muster GmbH', total: 19, currency: 'EUR' })
  expect(alone.fields.total!.confidence).toBeLessThan(0.8)
})

test('an e-invoice is believed before the stamp within it, and shown where they differ', async () => {
  const dte = (total: number) => `<?xml version="1.0" encoding="ISO-8859-1"?>
    <DTE version="1.0"><Documento ID="F4521"><Encabezado>
      <IdDoc><TipoDTE>33</TipoDTE><Folio>4521</Folio><FchEmis>2025-03-12</FchEmis></IdDoc>
      <Emisor><RUTEmisor>76192083-9</RUTEmisor><RznSoc>Comercial Los Andes SpA</RznSoc></Emisor>
      <Receptor><RUTRecep>12345670-K</RUTRecep><RznSocRecep>Constructora</RznSocRecep></Receptor>
      <Totales><MntNeto>76990</MntNeto><IVA>14628</IVA><MntTotal>${total}</MntTotal></Totales>
    </Encabezado>${makeTed()}</Documento></DTE>`
  const read = async (total: number) => {
    const file = { name: 'dte.xml', bytes: new Uint8Array(Buffer.from(dte(total), 'latin1')) }
    const pages = [makePage(dte(total))]
    const options = { signal: new AbortController().signal, today: '2026-11-21' }
    return createExtractor({ log }).extract({ pages, files: [file] }, options)
  }
  const right = await read(91618)
  expect(right.fields.total).toMatchObject({ value: 91618, source: 'einvoice' })
  expect(right.checks).toContainEqual(expect.objectContaining({ name: 'fiscal_code', ok: true }))
  const changed = await read(11618)
  expect(changed.fields.total).toMatchObject({ value: 11618, source: 'einvoice' })
  expect(changed.checks).toContainEqual(expect.objectContaining({ name: 'fiscal_code_total', ok: false }))
})

test('whatever stands in a code, a document is read', async () => {
  const pieces = [
    '{',
    '}',
    '%',
    '|',
    '*',
    '<TED version="1.0"><DD>',
    '</DD>',
    '\0',
    '\ud800',
    '__proto__',
    '9'.repeat(60),
  ]
  let state = 7
  const pick = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  for (let round = 0; round < 150; round++) {
    const text = [makeTed(), arca(), '20131312955|01|F001|1|1|2|2024-01-01|'][pick(3)]!
    const at = pick(text.length)
    const broken = text.slice(0, at) + pieces[pick(pieces.length)] + text.slice(at + pick(30))
    const { data } = await extract(chilean, [broken, broken])
    expect(data.invoice_number).toBe('4521')
  }
})

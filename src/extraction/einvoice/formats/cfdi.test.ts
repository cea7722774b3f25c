import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a CFDI 4.0 with a discount, a withholding and a local tax', async () => {
  const [invoice] = readText(await readSample('cfdi-4.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'ESCUELA KEMPER URGATE',
    issuer_tax_id: 'EKU9003173C9',
    issuer_address: null,
    customer_name: 'PUBLICO EN GENERAL',
    customer_tax_id: 'XAXX010101000',
    invoice_number: 'A1057',
    date: '2026-02-03',
    due_date: null,
    currency: 'MXN',
    subtotal: 2201,
    tax: 320,
    total: 2126,
    taxes: [
      { name: 'IVA', rate: 16, base: 2000, amount: 320 },
      { name: 'IVA', rate: null, base: null, amount: -213.33 },
      { name: 'ISH', rate: 3, base: null, amount: 19.33 },
    ],
    products: [
      { name: 'Curso de contabilidad', quantity: 1, unit_price: 1500, total_price: 1500, tax_rate: 16 },
      { name: 'Libro "Partida doble"', quantity: 2, unit_price: 350.5, total_price: 701, tax_rate: null },
    ],
    cufe: '0D1E2F30-4A5B-4C6D-8E7F-001122334455',
    payment_terms: '30 días',
    purchase_order: null,
  })
})

test('without series and folio, the number is the one by which the tax office knows it', async () => {
  const xml = (await readSample('cfdi-4.xml')).replace('Serie="A" Folio="1057"', '')
  expect(readText(xml)[0]!.data.invoice_number).toBe('0D1E2F30-4A5B-4C6D-8E7F-001122334455')
})

test('3.2 begins its names in lower case and leaves the currency to the law', async () => {
  const [invoice] = readText(await readSample('cfdi-3.2.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toMatchObject({
    document_type: 'credit_note',
    issuer_name: 'ESCUELA KEMPER URGATE',
    issuer_address: 'Reforma, 10, Centro, Cuauhtémoc, CDMX, 06000, México',
    invoice_number: 'NC12',
    date: '2016-11-30',
    currency: 'MXN',
    subtotal: 100,
    tax: 16,
    total: 116,
    taxes: [{ name: 'IVA', rate: 16, base: null, amount: 16 }],
    cufe: null,
  })
})

test('a receipt for payments says what was paid, in what', async () => {
  const xml = await readSample('cfdi-payment.xml')
  expect(readText(xml)[0]!.data).toMatchObject({
    document_type: 'receipt',
    currency: 'USD',
    total: 100,
    subtotal: null,
    products: [],
  })
  const mixed = xml.replace('MonedaP="USD" TipoCambioP="18" Monto="40.00"', 'MonedaP="MXN" Monto="720.00"')
  expect(readText(mixed)[0]!.data).toMatchObject({ currency: 'MXN', total: 1800 })
})

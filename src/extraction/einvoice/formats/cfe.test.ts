import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Uruguayan e-Factura in its envelope, with a rounding that is not billed', async () => {
  const [invoice] = readText(await readSample('cfe.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice).toMatchObject({ format: 'CFE', due: 1379.6 })
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Mates del Plata S.A.',
    issuer_tax_id: '211234560013',
    issuer_address: '18 de Julio 1234, Montevideo',
    customer_name: 'Almacén Oriental',
    customer_tax_id: '219876540019',
    invoice_number: 'A-4321',
    date: '2026-03-20',
    due_date: '2026-04-19',
    currency: 'UYU',
    subtotal: 1150,
    tax: 230,
    total: 1380,
    taxes: [
      { name: 'IVA', rate: 10, base: 100, amount: 10 },
      { name: 'IVA', rate: 22, base: 1000, amount: 220 },
    ],
    products: [
      { name: 'Mate de madera', quantity: 4, unit_price: 250, total_price: 1000, tax_rate: 22 },
      { name: 'Yerba', quantity: 2, unit_price: 50, total_price: 100, tax_rate: 10 },
      { name: 'Libro', quantity: 1, unit_price: 50, total_price: 50, tax_rate: 0 },
      { name: 'Redondeo', quantity: 1, unit_price: -0.4, total_price: -0.4, tax_rate: null },
    ],
    cufe: null,
    payment_terms: 'Crédito',
    purchase_order: 'OC 9',
  })
})

test('its kind tells tickets and credit notes apart, also of days without the system, and a waybill is neither', async () => {
  const xml = await readSample('cfe.xml')
  const typeOf = (kind: string) =>
    readText(xml.replace('<ns0:TipoCFE>111', `<ns0:TipoCFE>${kind}`))[0]!.data.document_type
  expect(['101', '112', '213', '202', '181'].map(typeOf)).toEqual([
    'receipt',
    'credit_note',
    'invoice',
    'credit_note',
    null,
  ])
})

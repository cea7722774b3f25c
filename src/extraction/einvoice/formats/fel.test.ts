import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Guatemalan invoice, whose prices hold the tax, as it was certified', async () => {
  const [invoice] = readText(await readSample('fel.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'QUETZAL, SOCIEDAD ANÓNIMA',
    issuer_tax_id: '98765434',
    issuer_address: '6a. AVENIDA 10-20 ZONA 1, GUATEMALA',
    customer_name: 'COLEGIO ATITLÁN',
    customer_tax_id: '12345679',
    invoice_number: '0A1B2C3D-1122322295',
    date: '2026-03-09',
    due_date: '2026-04-08',
    currency: 'GTQ',
    subtotal: 150,
    tax: 12,
    total: 162,
    taxes: [
      { name: 'IVA', rate: 12, base: 100, amount: 12 },
      { name: 'IVA', rate: 0, base: 50, amount: 0 },
    ],
    products: [
      { name: 'Cuaderno', quantity: 4, unit_price: 30, total_price: 112, tax_rate: 12 },
      { name: 'Libro', quantity: 1, unit_price: 50, total_price: 50, tax_rate: 0 },
    ],
    cufe: '0A1B2C3D-42E5-4777-8000-00112233AABB',
    payment_terms: null,
    purchase_order: null,
  })
})

test('a small taxpayer owes no tax, a consumer has no number, and what is not certified yet has none either', async () => {
  const xml = (await readSample('fel.xml'))
    .replace('Tipo="FCAM"', 'Tipo="NCRE"')
    .replace('IDReceptor="12345679"', 'IDReceptor="CF"')
    .replace(/<dte:TotalImpuestos>.*<\/dte:TotalImpuestos>/, '')
    .replace(/<dte:Certificacion>.*<\/dte:Certificacion>/, '')
  expect(readText(xml)[0]!.data).toMatchObject({
    document_type: 'credit_note',
    customer_tax_id: null,
    invoice_number: null,
    subtotal: 162,
    tax: null,
    total: 162,
    cufe: null,
  })
})

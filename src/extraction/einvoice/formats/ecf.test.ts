import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Dominican e-CF, with a discount on all of it, what is only passed on, and a tax kept back', async () => {
  const [invoice] = readText(await readSample('ecf.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice).toMatchObject({ format: 'e-CF', due: 1952 })
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Ferretería del Este SRL',
    issuer_tax_id: '131234569',
    issuer_address: 'Av. Duarte 15',
    customer_name: 'Hotel Coral SRL',
    customer_tax_id: '101987654',
    invoice_number: 'E310000004711',
    date: '2026-03-05',
    due_date: '2026-04-04',
    currency: 'DOP',
    subtotal: 1700,
    tax: 280,
    total: 1980,
    taxes: [
      { name: 'ITBIS', rate: 18, base: 1000, amount: 180 },
      { name: 'ITBIS', rate: 16, base: 500, amount: 80 },
      { name: 'Impuesto adicional 002', rate: 2, base: null, amount: 20 },
      { name: 'Retención ITBIS', rate: null, base: null, amount: -78 },
    ],
    products: [
      { name: 'Taladro', quantity: 2, unit_price: 550, total_price: 1050, tax_rate: 18 },
      { name: 'Café', quantity: 10, unit_price: 50, total_price: 500, tax_rate: 16 },
      { name: 'Libro', quantity: 1, unit_price: 200, total_price: 200, tax_rate: 0 },
      { name: 'Depósito', quantity: 1, unit_price: 50, total_price: 50, tax_rate: null },
    ],
    cufe: null,
    payment_terms: 'Crédito',
    purchase_order: 'OC-31',
  })
})

test('its kind tells consumers’ documents and credit notes apart', async () => {
  const xml = await readSample('ecf.xml')
  const typeOf = (kind: string) =>
    readText(xml.replace('<TipoeCF>31', `<TipoeCF>${kind}`))[0]!.data.document_type
  expect(['32', '33', '34'].map(typeOf)).toEqual(['receipt', 'invoice', 'credit_note'])
})

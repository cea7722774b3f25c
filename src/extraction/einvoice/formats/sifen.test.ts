import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Paraguayan invoice, whose prices hold the tax, in a lot', async () => {
  const [invoice] = readText(await readSample('sifen.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.format).toBe('SIFEN')
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Yerbatera Guaraní S.A.',
    issuer_tax_id: '80123456-5',
    issuer_address: 'Avda. Mariscal López, 2020, ASUNCION, CAPITAL',
    customer_name: 'Almacén San Blas',
    customer_tax_id: '4321098-8',
    invoice_number: '001-002-0000123',
    date: '2026-03-15',
    due_date: '2026-04-15',
    currency: 'PYG',
    subtotal: 244_000,
    tax: 22_000,
    total: 266_000,
    taxes: [
      { name: 'IVA', rate: 5, base: 40_000, amount: 2_000 },
      { name: 'IVA', rate: 10, base: 200_000, amount: 20_000 },
    ],
    products: [
      { name: 'Yerba 1 kg', quantity: 10, unit_price: 22_000, total_price: 220_000, tax_rate: 10 },
      { name: 'Arroz', quantity: 3, unit_price: 14_000, total_price: 42_000, tax_rate: 5 },
      { name: 'Libro', quantity: 1, unit_price: 4_030, total_price: 4_030, tax_rate: 0 },
    ],
    cufe: '01801234565001002000012312026031511234567892',
    payment_terms: 'Crédito',
    purchase_order: null,
  })
})

test('a credit note says so, and a waybill is no invoice', async () => {
  const xml = await readSample('sifen.xml')
  const typeOf = (kind: string) => readText(xml.replace('<iTiDE>1', `<iTiDE>${kind}`))[0]!.data.document_type
  expect(['5', '7'].map(typeOf)).toEqual(['credit_note', null])
})

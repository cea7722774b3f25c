import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Brazilian invoice for a service, with a discount and a tax that the customer keeps back', async () => {
  const [invoice] = readText(await readSample('nfse.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Oficina do Som Ltda',
    issuer_tax_id: '33000167000101',
    issuer_address: 'Rua Augusta, 77, Consolação, 01305000, SP',
    customer_name: 'Rádio Cultura do Vale',
    customer_tax_id: '11222333000181',
    invoice_number: '47',
    date: '2026-03-10',
    due_date: null,
    currency: 'BRL',
    subtotal: 1000,
    tax: null,
    total: 855,
    taxes: [
      { name: 'ISSQN', rate: 5, base: 900, amount: 45 },
      { name: 'Retenções', rate: null, base: null, amount: -45 },
    ],
    products: [
      {
        name: 'Conserto de mesa de som',
        quantity: null,
        unit_price: null,
        total_price: 1000,
        tax_rate: null,
      },
    ],
    cufe: '35503081233000167000101000000000004726031234567890',
    payment_terms: null,
    purchase_order: 'P-12',
  })
})

import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Polish invoice, its amounts apart by rate', async () => {
  const [invoice] = readText(await readSample('ksef.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Bursztyn Sp. z o.o.',
    issuer_tax_id: '5261234563',
    issuer_address: 'ul. Morska 5, 81-701 Sopot, PL',
    customer_name: 'Joyas del Norte S.L.',
    customer_tax_id: 'ESB12345674',
    invoice_number: 'FV/18/03/2026',
    date: '2026-03-18',
    due_date: '2026-04-01',
    currency: 'PLN',
    subtotal: 1250,
    tax: 246,
    total: 1496,
    taxes: [
      { name: 'VAT', rate: 23, base: 1000, amount: 230 },
      { name: 'VAT', rate: 8, base: 200, amount: 16 },
      { name: 'VAT', rate: null, base: 50, amount: null },
    ],
    products: [
      { name: 'Broszka', quantity: 4, unit_price: 250, total_price: 1000, tax_rate: 23 },
      { name: 'Album', quantity: 2, unit_price: 100, total_price: 200, tax_rate: 8 },
      { name: 'Próbka', quantity: 1, unit_price: 50, total_price: 50, tax_rate: null },
    ],
    cufe: null,
    payment_terms: null,
    purchase_order: 'Z-77',
  })
})

test('a correction keeps its sign, and what it lists of before is not added up', async () => {
  const xml = (await readSample('ksef.xml'))
    .replace('<RodzajFaktury>VAT', '<RodzajFaktury>KOR')
    .replace(/<P_13_1>.*<P_15>1496.00/, '<P_13_1>-100.00</P_13_1><P_14_1>-23.00</P_14_1><P_15>-123.00')
  const [invoice] = readText(xml)
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toMatchObject({ document_type: 'credit_note', subtotal: -100, tax: -23, total: -123 })
})

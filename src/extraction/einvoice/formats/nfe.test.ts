import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('an NF-e with its protocol: freight and taxes on top make the total, gifts are no part of it', async () => {
  const [invoice] = readText(await readSample('nfe.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Padaria São João Ltda',
    issuer_tax_id: '33000167000101',
    issuer_address: 'Rua das Flores, 12, Centro, 01001000, São Paulo, SP',
    customer_name: 'Maria da Silva',
    customer_tax_id: '35029428895',
    invoice_number: '218',
    date: '2026-02-10',
    due_date: '2026-03-10',
    currency: 'BRL',
    subtotal: 150,
    tax: null,
    total: 184.5,
    taxes: [
      { name: 'ICMS', rate: null, base: 150, amount: 27 },
      { name: 'ICMS ST', rate: null, base: 0, amount: 12 },
      { name: 'IPI', rate: null, base: null, amount: 7.5 },
      { name: 'PIS', rate: null, base: null, amount: 0.98 },
      { name: 'COFINS', rate: null, base: null, amount: 4.5 },
    ],
    products: [
      { name: 'PAO DE QUEIJO', quantity: 10, unit_price: 15, total_price: 150, tax_rate: 18 },
      { name: 'CAFE BRINDE', quantity: 1, unit_price: 9.99, total_price: 9.99, tax_rate: null },
    ],
    cufe: '35150271780456000160550010000000021800700082',
    payment_terms: null,
    purchase_order: 'P-9',
  })
})

test('a cancelled one is shown; one without protocol, of a till, is a receipt', async () => {
  const xml = await readSample('nfe.xml')
  expect(brokenIn(readText(xml.replace('<cStat>100', '<cStat>101'))[0]!)).toEqual(['authority'])
  const bare = /<NFe>[\s\S]*<\/NFe>/.exec(xml)![0].replace('<mod>55', '<mod>65')
  const [receipt] = readText(bare)
  expect(receipt!.data.document_type).toBe('receipt')
  expect(receipt!.checks.map(({ name }) => name)).not.toContain('authority')
})

test('the key of a company with letters in its identity is known too', async () => {
  const key = '3526071A3B45C7000160550010000000021800700082'
  const xml = (await readSample('nfe.xml')).replace(/Id="NFe\d{44}"/, `Id="NFe${key}"`)
  expect(readText(xml)[0]!.data.cufe).toBe(key)
})

import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Brazilian freight bill, paid by who receives the goods, with its parts as lines', async () => {
  const [invoice] = readText(await readSample('cte.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.checks.map(({ name }) => name)).toContain('authority')
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Transportes Serra Azul Ltda',
    issuer_tax_id: '33000167000101',
    issuer_address: 'Rodovia BR 101, 900, Industrial, 89200000, Joinville, SC',
    customer_name: 'Obras Novas S.A.',
    customer_tax_id: '44555666000172',
    invoice_number: '1234',
    date: '2026-01-20',
    due_date: '2026-02-19',
    currency: 'BRL',
    subtotal: 560,
    tax: null,
    total: 560,
    taxes: [{ name: 'ICMS', rate: 12, base: 560, amount: 67.2 }],
    products: [
      { name: 'FRETE PESO', quantity: null, unit_price: null, total_price: 500, tax_rate: null },
      { name: 'PEDAGIO', quantity: null, unit_price: null, total_price: 60, tax_rate: null },
    ],
    cufe: '35260133000167000101570010000012341987654329',
    payment_terms: null,
    purchase_order: null,
  })
})

test('somebody else may pay, and what the tax office cancelled is shown', async () => {
  const xml = (await readSample('cte.xml'))
    .replace(
      '<toma3><toma>3</toma></toma3>',
      '<toma4><toma>4</toma><CPF>35029428895</CPF><xNome>Maria</xNome></toma4>',
    )
    .replace('<cStat>100', '<cStat>101')
  const [invoice] = readText(xml)
  expect(invoice!.data).toMatchObject({ customer_name: 'Maria', customer_tax_id: '35029428895' })
  expect(brokenIn(invoice!)).toEqual(['authority'])
})

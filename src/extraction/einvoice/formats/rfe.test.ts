import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

const expected = {
  document_type: 'invoice',
  issuer_name: 'Istmo Servicios, S.A.',
  issuer_tax_id: '2679372-1-844914 DV 73',
  issuer_address: 'Calle 50, Edificio Alto, Bella Vista, Panamá',
  customer_name: 'Canal Café, S.A.',
  customer_tax_id: '45400-2-299934 DV 09',
  invoice_number: '0031157014',
  date: '2025-05-15',
  due_date: '2025-06-15',
  currency: 'USD',
  subtotal: 120,
  tax: 7,
  total: 125,
  taxes: [
    { name: 'ITBMS', rate: 7, base: 100, amount: 7 },
    { name: 'ITBMS', rate: 0, base: 20, amount: 0 },
  ],
  products: [
    { name: 'Mantenimiento', quantity: 2, unit_price: 50, total_price: 100, tax_rate: 7 },
    { name: 'Libro', quantity: 1, unit_price: 20, total_price: 20, tax_rate: 0 },
  ],
  cufe: 'FE01200002679372-1-844914-7300002025051500311570140020317481978892',
  payment_terms: null,
  purchase_order: 'OC-100',
} as const

test('a Panamanian invoice in its container, as elements, as text and bare', async () => {
  const xml = await readSample('panama.xml')
  const [, bare] = /<xFe>(<rFE>[\s\S]*<\/rFE>)<\/xFe>/.exec(xml)!
  const asText = `<rContFe><xFe><![CDATA[${bare}]]></xFe></rContFe>`
  for (const each of [xml, asText, bare!]) {
    const [invoice] = readText(each)
    expect(brokenIn(invoice!)).toEqual([])
    expect(invoice!.data).toEqual({
      ...expected,
      taxes: [...expected.taxes],
      products: [...expected.products],
    })
  }
})

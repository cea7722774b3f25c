import { expect, test } from 'bun:test'
import { brokenIn, readSample, readText } from '../samples/read-sample.ts'

test('a Costa Rican invoice, with a discount, a tax that is forgiven in part, and a charge for service', async () => {
  const [invoice] = readText(await readSample('costa-rica.xml'))
  expect(brokenIn(invoice!)).toEqual([])
  expect(invoice!.data).toEqual({
    document_type: 'invoice',
    issuer_name: 'Café Monteverde S.A.',
    issuer_tax_id: '3101987654',
    issuer_address: 'Del parque 100 metros al norte',
    customer_name: 'Soda La Tica',
    customer_tax_id: '109870654',
    invoice_number: '00100001010000000321',
    date: '2026-03-12',
    due_date: null,
    currency: 'CRC',
    subtotal: 47_000,
    tax: 5_260,
    total: 56_960,
    taxes: [{ name: 'IVA', rate: 13, base: 47_000, amount: 5_260 }],
    products: [
      { name: 'Café molido', quantity: 10, unit_price: 5_000, total_price: 45_000, tax_rate: 13 },
      { name: 'Tazas', quantity: 2, unit_price: 1_000, total_price: 2_000, tax_rate: 13 },
    ],
    cufe: '50612032600310198765400100001010000000321100000007',
    payment_terms: 'Crédito, 30',
    purchase_order: null,
  })
})

test('a ticket is a receipt, a note credits, and an older document names its currency elsewhere', async () => {
  const xml = await readSample('costa-rica.xml')
  const as = (root: string) => readText(xml.replaceAll('FacturaElectronica', root))[0]!.data.document_type
  expect([as('TiqueteElectronico'), as('NotaCreditoElectronica')]).toEqual(['receipt', 'credit_note'])
  const older = xml.replace(/<CodigoTipoMoneda>.*<\/CodigoTipoMoneda>/, '<CodigoMoneda>USD</CodigoMoneda>')
  expect(readText(older)[0]!.data.currency).toBe('USD')
})

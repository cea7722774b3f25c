import { expect, test } from 'bun:test'
import { certaintyOf, doubtsOf } from './doubts.ts'
import { emptyInvoice, type InvoiceData, type Provenance } from './invoice-data.ts'

const proof = (confidence: number): Provenance => ({
  value: 'x',
  confidence,
  source: 'ocr',
  page: 1,
  box: null,
})
const whole: InvoiceData = {
  ...emptyInvoice,
  issuer_name: 'Casa',
  invoice_number: 'F-1',
  date: '2026-08-01',
  currency: 'EUR',
  total: 121,
}
const check = (name: string, ok: boolean) => ({ name, ok, message: { es: '', en: '' } })

test('nothing is doubtful of what was read well and holds together', () => {
  expect(doubtsOf(whole, { total: proof(0.95) }, [check('totals_sum', true)])).toEqual([])
})

test('first what is missing, then what contradicts, then what was hardly legible', () => {
  const fields = { date: proof(0.6), total: proof(0.99), due_date: proof(0.1), products: proof(0.2) }
  expect(doubtsOf({ ...whole, issuer_name: null }, fields, [check('totals_sum', false)])).toEqual([
    'issuer_name',
    'total',
    'tax',
    'subtotal',
    'date',
  ])
})

test('a check that says what it is about is believed', () => {
  const told = { ...check('possible_duplicate', false), about: ['customer_tax_id' as const] }
  expect(doubtsOf(whole, {}, [told])).toEqual(['customer_tax_id'])
})

test('certainty has three colours', () => {
  expect([0.8, 0.79, 0.49].map((confidence) => certaintyOf(proof(confidence)))).toEqual([
    'sure',
    'doubtful',
    'unsure',
  ])
})

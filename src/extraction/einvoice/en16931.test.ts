import { expect, test } from 'bun:test'
import { type EnAmounts, en16931Sums } from './en16931.ts'
import { checkSums } from './sums.ts'

const right: EnAmounts = {
  lines: [100.1, 50, -10],
  lineTotal: 140.1,
  allowances: [5, 5],
  allowanceTotal: 10,
  charges: [2],
  chargeTotal: 2,
  net: 132.1,
  tax: 25.81,
  breakdown: [
    { base: 122.1, rate: 21, amount: 25.64 },
    { base: 10, rate: null, amount: 0.17 },
  ],
  gross: 157.91,
  paid: 50,
  rounding: -0.01,
  due: 107.9,
}
const check = (amounts: Partial<EnAmounts> = {}) =>
  Object.fromEntries(
    checkSums(en16931Sums({ ...right, ...amounts }), 'EUR').map(({ name, ok }) => [name, ok]),
  )

test('an invoice that keeps every rule', () =>
  expect(check()).toEqual({
    lines_sum: true,
    allowances_sum: true,
    charges_sum: true,
    net_sum: true,
    taxes_sum: true,
    totals_sum: true,
    due_sum: true,
    tax_rates: true,
  }))

test.each<[string, Partial<EnAmounts>]>([
  ['lines_sum', { lines: [100.1, 50] }],
  ['allowances_sum', { allowances: [5] }],
  ['charges_sum', { charges: [2.01] }],
  ['net_sum', { net: 132.11, gross: 157.92, due: 107.91 }],
  ['taxes_sum', { breakdown: [{ base: 122.1, rate: 21, amount: 25.64 }] }],
  ['totals_sum', { gross: 157.9, due: 107.89 }],
  ['due_sum', { due: 157.91 }],
  ['tax_rates', { breakdown: [{ base: 122.1, rate: 10, amount: 25.81 }] }],
])('%s is seen to be broken, to the cent', (name, amounts) => {
  const broken = Object.entries(check(amounts)).flatMap(([each, ok]) => (ok ? [] : [each]))
  expect(broken).toEqual([name])
})

test('half a cent is rounding, and the tax of a rate may be off by less than one', () => {
  expect(check({ lines: [100.104, 50, -10] }).lines_sum).toBe(true)
  expect(check({ breakdown: [{ base: 122.1, rate: 21, amount: 26.6 }] }).tax_rates).toBe(true)
  expect(check({ breakdown: [{ base: 122.1, rate: 21, amount: 26.7 }] }).tax_rates).toBe(false)
})

test('what is not stated is not judged', () => {
  const nothing = Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name, Array.isArray(value) ? [] : null]),
  ) as unknown as EnAmounts
  expect(check(nothing)).toEqual({})
  expect(check({ lines: [100.1, null] }).lines_sum).toBeUndefined()
})

test('each says in both languages what it found, and by which rule', () => {
  const [broken] = checkSums(en16931Sums({ ...right, lines: [1, 2] }), 'EUR')
  expect(broken!.message).toEqual({
    es: 'Las líneas suman 3 y la factura electrónica dice 140.1 (BR-CO-10).',
    en: 'The lines add up to 3 and the e-invoice says 140.1 (BR-CO-10).',
  })
  expect(broken!.about).toContain('products')
})

import { expect, test } from 'bun:test'
import { checkInvoice } from './check-invoice.ts'
import { emptyInvoice, type InvoiceData } from './invoice-data.ts'

const today = '2026-03-10'
const check = (data: Partial<InvoiceData>) =>
  Object.fromEntries(checkInvoice({ ...emptyInvoice, ...data }, { today }).map(({ name, ok }) => [name, ok]))
const lines = (...prices: (number | null)[]) =>
  prices.map((total_price) => ({ name: 'x', quantity: null, unit_price: null, total_price, tax_rate: null }))

test('an empty invoice has nothing to check', () => expect(check({})).toEqual({}))

test('subtotal and tax make the total, to the cent', () => {
  expect(check({ subtotal: 100.1, tax: 0.2, total: 100.3, currency: 'EUR' })).toEqual({
    totals_sum: true,
    currency_known: true,
  })
  expect(check({ subtotal: 100, tax: 21, total: 121.02 }).totals_sum).toBe(false)
  expect(check({ subtotal: 100, tax: 21, total: 121.01 }).totals_sum).toBe(true)
  expect(check({ subtotal: 100, total: 121 }).totals_sum).toBeUndefined()
})

test('what is withheld is taken off', () => {
  const taxes = [
    { name: 'IVA', rate: 21, base: 100, amount: 21 },
    { name: 'IRPF', rate: 15, base: 100, amount: -15 },
  ]
  expect(check({ subtotal: 100, tax: 21, total: 106, taxes }).totals_sum).toBe(true)
  expect(check({ subtotal: 100, tax: 21, total: 106 }).totals_sum).toBe(false)
})

test('lines add up to the subtotal, or to the total where prices hold the tax', () => {
  expect(check({ products: lines(60, 40), subtotal: 100, total: 121 }).lines_sum).toBe(true)
  expect(check({ products: lines(60, 61), subtotal: 100, total: 121 }).lines_sum).toBe(true)
  expect(check({ products: lines(60, 41), subtotal: 100, total: 121 }).lines_sum).toBe(false)
  expect(check({ products: lines(60, null), subtotal: 100 }).lines_sum).toBeUndefined()
})

test('a rounding is a cent a line, and no more than ten; where there are no cents it is a whole unit', () => {
  expect(check({ products: lines(33.33, 33.33, 33.33), subtotal: 100 }).lines_sum).toBe(true)
  expect(check({ products: lines(...Array(100).fill(1)), subtotal: 100.2 }).lines_sum).toBe(false)
  expect(check({ subtotal: 1000, tax: 190, total: 1191, currency: 'CLP' }).totals_sum).toBe(true)
  expect(check({ subtotal: 1000, tax: 190, total: 1191, currency: 'EUR' }).totals_sum).toBe(false)
})

test('tax ids are checked where their form is known, and doubtful ones pass', () => {
  expect(check({ issuer_tax_id: '76.192.083-9' }).tax_id).toBe(true)
  expect(check({ issuer_tax_id: '76.192.083-8' }).tax_id).toBe(false)
  expect(check({ issuer_tax_id: 'AAA010101AAA' }).tax_id).toBe(true)
  expect(check({ issuer_tax_id: 'DE123' }).tax_id).toBeUndefined()
})

test('a tax id is checked by the country whose currency is asked', () => {
  expect(check({ issuer_tax_id: '80123456-5', currency: 'CLP' }).tax_id).toBe(false)
  expect(check({ issuer_tax_id: '80123456-5', currency: 'PYG' }).tax_id).toBe(true)
  expect(check({ issuer_tax_id: '80123456-5', currency: 'UYU' }).tax_id).toBeUndefined()
})

test('today is not the future', () => {
  expect(check({ date: today }).date_not_future).toBe(true)
  expect(check({ date: '2026-03-11' }).date_not_future).toBe(false)
})

test('an amount without a currency is a warning, and so is a currency that is none', () => {
  expect(check({ total: 5 }).currency_known).toBe(false)
  expect(check({ currency: 'XYZ' }).currency_known).toBe(false)
  expect(check({ currency: 'CLP' }).currency_known).toBe(true)
})

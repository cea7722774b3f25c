import { expect, test } from 'bun:test'
import { emptyInvoice, type InvoiceData } from './invoice-data.ts'
import { formOf } from './review-form.ts'
import { sumOfRows, typedData } from './typed-data.ts'

const base: InvoiceData = {
  ...emptyInvoice,
  issuer_name: 'Casa',
  total: 121,
  products: [{ name: 'Pan', quantity: 1, unit_price: 0.1, total_price: 0.1, tax_rate: null }],
}

test('what can be read already counts, what can’t yet is unknown, and the rest stays', () => {
  const form = formOf(base, 1, 'es')
  Object.assign(form.values, { total: '99,5', date: '2026-13', currency: 'eur', subtotal: 'mu' })
  expect(typedData(form, 'es')).toEqual({ ...base, total: 99.5, date: null, currency: 'EUR', subtotal: null })
})

test('a row adds up before it has a name', () => {
  const form = formOf(base, 1, 'es')
  form.rows.products.push({ name: '', quantity: 'dos', unit_price: '', total_price: '0,2', tax_rate: '21 %' })
  const typed = typedData(form, 'es')
  expect(typed.products[1]).toEqual({
    name: '',
    quantity: null,
    unit_price: null,
    total_price: 0.2,
    tax_rate: 21,
  })
  expect(sumOfRows(typed, 'products')).toBe(0.3)
  expect(sumOfRows(typed, 'taxes')).toBeNull()
})

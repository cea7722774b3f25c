import { expect, test } from 'bun:test'
import type { Country } from './country.ts'
import { findCurrency } from './find-currency.ts'
import { makePage } from './make-page.ts'
import { linesOf } from './text-lines.ts'

const currency = (drawing: string, country: Country | null = null) =>
  findCurrency(linesOf([makePage(drawing)]), country, undefined)?.value

test.each([
  ['Total 121,00 €', 'EUR'],
  ['TOTAL RM 31.40', 'MYR'],
  ['TOTAL RM31.40', 'MYR'],
  ['Total AED 314.15', 'AED'],
  ['Total S$12.00', 'SGD'],
  ['Total HK$314.00', 'HKD'],
  ['Rechnungswährung : GBP\nSteuerbetrag in EUR\nWährung der Umsatzsteuerbuchung : EUR\n(EUR)', 'GBP'],
  ['Moneda: MXN\nTipo de cambio USD 18.20', 'MXN'],
  ['Total $45.00', undefined],
  ['Total 45.00', undefined],
])('%s', (drawing, code) => expect(currency(drawing)).toBe(code))

test('a bare dollar is the country’s own, where there is one', () => {
  expect(currency('Total $45.00', 'CL')).toBe('CLP')
  expect(currency('Total $45.00', 'MY')).toBeUndefined()
})

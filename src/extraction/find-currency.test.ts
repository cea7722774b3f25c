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
  ['Total MX$45.00', 'MXN'],
  ['Moneda: Guaraní\nTotal 45.000', 'PYG'],
  ['Son: quinientos 00/100 Bolivianos', 'BOB'],
  ['TOTAL A PAGAR $U 43.920,00', 'UYU'],
  ['Rupees four hundred only', 'INR'],
  ['Total $45.00', undefined],
  ['Total 45.00', undefined],
  ['PINO MAD TRATADA   90', undefined],
  ['Moneda PEN', 'PEN'],
  ['Total 90.00 MAD', 'MAD'],
])('%s', (drawing, code) => expect(currency(drawing)).toBe(code))

test('a bare dollar is the country’s own, where there is one', () => {
  expect(currency('Total $45.00', 'CL')).toBe('CLP')
  expect(currency('Total $45.00', 'MY')).toBeUndefined()
})

test('a sign that an engine made of a letter is none', () => {
  const read = (drawing: string) =>
    findCurrency(linesOf([makePage(drawing, { source: 'ocr' })]), 'CL', undefined)
  expect(read('€ajero: 0042\nSJ£\nPROPINA: $ €\nTOTAL $ 4.990')?.value).toBe('CLP')
  expect(read('Betrag €\n3,50')?.value).toBe('EUR')
  expect(read('TOTAL € 3,50')?.value).toBe('EUR')
})

import { expect, test } from 'bun:test'
import { datesIn, isoDay } from './dates.ts'
import { makePage } from './make-page.ts'
import { linesOf } from './text-lines.ts'

const datesOf = (drawing: string, isMonthFirst = false) =>
  datesIn(linesOf([makePage(drawing)]), isMonthFirst).map(({ iso }) => iso)

test.each([
  ['24/07/2025', '2025-07-24'],
  ['24-07-25', '2025-07-24'],
  ['7.5.2014', '2014-05-07'],
  ['2025-07-24', '2025-07-24'],
  ['2025/07/24', '2025-07-24'],
  ['24 de julio de 2025', '2025-07-24'],
  ['24 jul. 2025', '2025-07-24'],
  ['24-ABR-2025', '2025-04-24'],
  ['05 de Setembro de 2024', '2024-09-05'],
  ['7. Mai 2014', '2014-05-07'],
  ['1. März 2020', '2020-03-01'],
  ['02 août 2015', '2015-08-02'],
  ['12 dicembre 2021', '2021-12-12'],
  ['Jan 1, 2022', '2022-01-01'],
  ['August 3 , 2014', '2014-08-03'],
  ['July 31st 2014', '2014-07-31'],
])('%s is %s', (text, iso) => expect(datesOf(text)).toEqual([iso]))

test('days come first, unless another date of the document or its country says otherwise', () => {
  expect(datesOf('03/04/2025')).toEqual(['2025-04-03'])
  expect(datesOf('03/04/2025', true)).toEqual(['2025-03-04'])
  expect(datesOf('Date 03/04/2025\nDue 03/20/2025')).toEqual(['2025-03-04', '2025-03-20'])
  expect(datesOf('Fecha 03/04/2025\nVence 20/04/2025', true)).toEqual(['2025-04-03', '2025-04-20'])
})

test.each(['31/02/2025', '45/13/2025', '1.234.567', '192.168.1.1', '12/34', '07-3874904', '00/00/0000'])(
  '%s is no date',
  (text) => expect(datesOf(text)).toEqual([]),
)

test('days that are none are refused', () => {
  expect(isoDay(2024, 2, 29)).toBe('2024-02-29')
  expect(isoDay(2025, 2, 29)).toBeNull()
  expect(isoDay(1890, 1, 1)).toBeNull()
})

import { expect, test } from 'bun:test'
import type { Country } from '../country.ts'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { datesIn, isoDay } from './dates.ts'

const readDates = (drawing: string) =>
  datesIn(linesOf([makePage(drawing, { source: 'ocr' })]), null).map(({ iso }) => iso)
const datesOf = (drawing: string, country: Country | null = null) =>
  datesIn(linesOf([makePage(drawing)]), country).map(({ iso }) => iso)

test.each([
  ['24/07/2025', '2025-07-24'],
  ['24-07-25', '2025-07-24'],
  ['24/07/2025/11:06', '2025-07-24'],
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
  ["Dec24'08 07:26PM", '2008-12-24'],
  ['24 Dec 13 15:14', '2013-12-24'],
  ['19-12-201713:04', '2017-12-19'],
  ['2018-28-06', '2018-06-28'],
  ['Aug 16, 2017', '2017-08-16'],
  ['Sun Sep 14 07:08:09 CST 2031', '2031-09-14'],
  ['Tue Feb 04 08:15:00 GMT-05:00 2031', '2031-02-04'],
  ['20.05. 14:57\n20.05.2031', '2031-05-20'],
])('%s is %s', (text, iso) => expect(datesOf(text)).toEqual([iso]))

test('days come first, unless another date of the document or its country says otherwise', () => {
  expect(datesOf('03/04/2025')).toEqual(['2025-04-03'])
  expect(datesOf('03/04/2025', 'US')).toEqual(['2025-03-04'])
  expect(datesOf('Date 03/04/2025\nDue 03/20/2025')).toEqual(['2025-03-04', '2025-03-20'])
  expect(datesOf('03/04/2025\nPart 11.17.5303')).toEqual(['2025-04-03'])
  expect(datesOf('Fecha 03/04/2025\nVence 20/04/2025', 'US')).toEqual(['2025-04-03', '2025-04-20'])
})

test('a weekday beside a date tells its order, and so does a language', () => {
  expect(datesOf('Fri 04/10/2019')).toEqual(['2019-10-04'])
  expect(datesOf('Wed 04/10/2019')).toEqual(['2019-04-10'])
  expect(datesOf('Facture du 03/04/2025\nMontant dû', 'US')).toEqual(['2025-04-03'])
})

test.each([
  ['O1/12/2Ol8', '2018-12-01'],
  ['29.04:20 10:41', '2020-04-29'],
  ['22,05.2019', '2019-05-22'],
  ['DATE: 240412031', '2031-04-24'],
  ['Datum 20200428', '2020-04-28'],
  ['28 M ar 2018', '2018-03-28'],
  ['280ec"18 19:03', '2018-12-28'],
  ['14,03,31 09:58', '2031-03-14'],
  ['Date: 24/0472031', '2031-04-24'],
  ['DATE: 2404/2031', '2031-04-24'],
  ['15.04.203C', '2030-04-15'],
  ['14/Jum/2031', '2031-06-14'],
  ['14-Har-31', '2031-03-14'],
])('a reader that saw %s saw %s', (text, iso) => expect(readDates(text)).toEqual([iso]))

test.each(['08:30:20', '1,10,20', '240412031', '11:30.20', 'SOS/IS/LOOSE'])(
  'a reader that saw %s saw no date',
  (text) => expect(readDates(text)).toEqual([]),
)

test.each([
  ['a number of the same page', 'No: 2031030610100080498 1\n06/03/2037 20:01 0.9', '2031-03-06'],
  ['a number that was read worse', 'No: 2031030610100080498 0.8\n06/03/2037 20:01 0.9', '2037-03-06'],
  ['a number of another day', 'No: 2031031710100080498 1\n06/03/2037 20:01 0.9', '2037-03-06'],
])('a digit is believed to %s', (_, drawing, iso) => {
  const trusts = drawing.split('\n').map((line) => Number(line.split(' ').at(-1)))
  const page = makePage(drawing.replace(/ \S+$/gm, ''), { source: 'ocr' })
  const top = Math.min(...page.words.map(({ box }) => box[1]))
  const words = page.words.map((word) => ({ ...word, confidence: trusts[word.box[1] === top ? 0 : 1]! }))
  expect(datesIn(linesOf([{ ...page, words }]), null).map((date) => date.iso)).toEqual([iso])
})

test.each([
  '31/02/2025',
  'Janeson 8,00',
  'No. 2504/2031',
  '45/13/2025',
  '1.234.567',
  '192.168.1.1',
  '12/34',
  '07-3874904',
  '00/00/0000',
])('%s is no date', (text) => expect(datesOf(text)).toEqual([]))

test('days that are none are refused', () => {
  expect(isoDay(2024, 2, 29)).toBe('2024-02-29')
  expect(isoDay(2025, 2, 29)).toBeNull()
  expect(isoDay(1890, 1, 1)).toBeNull()
})

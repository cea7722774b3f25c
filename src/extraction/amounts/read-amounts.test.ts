import { expect, test } from 'bun:test'
import { toNumber } from '../../invoices/money.ts'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { decimalMarkIn } from './decimal-mark.ts'
import { amountsIn } from './read-amounts.ts'

/** What a line's amounts are: numbers, and rates with their sign. */
const read = (text: string, mark: ',' | '.' | null = null) => {
  const lines = linesOf([makePage(text, { source: 'ocr' })])
  return [...amountsIn(lines, mark ?? decimalMarkIn(lines, null)).values()]
    .flat()
    .map(({ micros, isPercent }) => (isPercent ? `${toNumber(micros)}%` : toNumber(micros)))
}

test.each([
  ['TOTAL 1.234,56', [1234.56]],
  ['TOTAL 94.    00', [94]],
  ['TAX 2:44', [2.44]],
  ['Open until 2:44', []],
  ['Things 99,00Units 20,00', [99, 20]],
  ['Coffee 6,50T1', [6.5]],
  ['TOTAL 1,234.56', [1234.56]],
  ["TOTAL 1'234.56", [1234.56]],
  ['TOTAL 205 340,00 €', [205340]],
  ['1 120.00 Units of wire   690.00', [1, 120, 690]],
  ['TOTAL - 12,50', [-12.5]],
  ['CHANGE .99', [0.99]],
  ['TOTAL ₹17,250.00', [17250]],
  ['Discount ₹\u2011271.80', [-271.8]],
])('%s is read as printed', (text, values) => expect(read(text)).toEqual(values))

test.each([
  ['a mark that stands apart', 'TOTAL 12 .50', 12.5],
  ['a mark with a blank behind it', 'TOTAL 73. 15', 73.15],
  ['thousands with a blank behind them', 'TOTAL 1, 234.56', 1234.56],
  ['a mark between blanks', 'TOTAL 12 . 50', 12.5],
  ['a currency on the first half', 'TOTAL RM3 .20', 3.2],
  ['a doubled mark', 'TOTAL 12..50', 12.5],
  ['the same mark twice', 'TOTAL 1.234.56', 1234.56],
  ['letters for digits', 'TOTAL RMO.35', 0.35],
  ['a word that sticks to its sign', 'TAX: es$137', 137],
  ['a letter for the euro', 'TOTAL 3,69e', 3.69],
  ['the letter of a currency', 'TOTAL R1274045.00', 1274045],
  ['a colon for the mark', 'TOTAL $21:75', 21.75],
  ['dots that lead to it', 'TOTAL ..31,60', 31.6],
  ['the letter of its tax', 'MILK 1,85xB', 1.85],
  ['a bracket that is lost', 'TOTAL (17.40', 17.4],
])('%s is no obstacle', (_, text, value) => expect(read(text)).toEqual([value]))

test.each([
  ['21%', '21%'],
  ['(6%)', '6%'],
  ['S=6%', '6%'],
  ['B19 %', '19%'],
  ['7, 0%', '7%'],
])('%s is a rate', (text, rate) => expect(read(`TAX ${text}`)).toContain(rate))

test('what stands as far apart as columns are two amounts', () => {
  expect(read('Taladro    1    187,00')).toEqual([1, 187])
  expect(read('Taladro    12.    50')).not.toContain(12.5)
})

test('codes, dates and numbers of lines are no amounts with cents', () => {
  for (const text of ['A-1.50.3', '31/12/2025', '1. 10 clavos', 'INV12.5X'])
    expect(read(text).filter((value) => typeof value === 'number' && value % 1 !== 0)).toEqual([])
})

test('the document decides what "1.234" is', () => {
  expect(read('1.234\n12,50')).toContain(1234)
  expect(read('1.234\n12.50')).toContain(1.234)
})

test('a bare number that ends where whole prices end is one of them', () => {
  const money = (drawing: string) => {
    const lines = linesOf([makePage(drawing)])
    return [...amountsIn(lines, null).values()]
      .flat()
      .flatMap((one) => (one.isMoney ? toNumber(one.micros) : []))
  }
  expect(
    money('Pan       1.490\nQueso     2.150\nJamon     3.900\nAjo         890\nOferta     -200'),
  ).toEqual([1490, 2150, 3900, 890, -200])
  expect(money('Pan       1.490\nQueso     2.150\nMesa 890')).toEqual([1490, 2150])
  expect(
    money('Pan       1.490\nQueso      2,15\nJamon     3.900\nVino      4.900\nAjo         890'),
  ).toEqual([1490, 2.15, 3900, 4900])
})

test('the sign behind the cents is no third decimal where another line says the same amount', () => {
  expect(read('A PAYER 43,026\nCB 43,02€')).toEqual([43.02, 43.02])
  expect(read('POIDS 43,026\nCB 41,02€')).toEqual([43.026, 41.02])
})

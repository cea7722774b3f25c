import { expect, test } from 'bun:test'
import { decimalMarkOf, isAmbiguous, multiply, parseAmount, sumOf, toMicros, toNumber } from './money.ts'

const read = (text: string, mark: ',' | '.' | null = null) => {
  const amount = parseAmount(text, mark)
  return amount && toNumber(amount.micros)
}

test('sums are exact where floats are not', () => {
  expect(0.1 + 0.2).not.toBe(0.3)
  expect(toNumber(sumOf([toMicros(0.1), toMicros(0.2)]))).toBe(0.3)
  expect(toNumber(sumOf(Array.from({ length: 1000 }, () => toMicros('0.01'))))).toBe(10)
  expect(toMicros(999_999_999_999)).toBe(999_999_999_999_000_000n)
})

test('products and long decimals are rounded half away from zero', () => {
  expect(multiply(toMicros('0.0005'), toMicros('0.001'))).toBe(1n)
  expect(multiply(toMicros('-0.0005'), toMicros('0.001'))).toBe(-1n)
  expect(toMicros('1.0000005')).toBe(1_000_001n)
  expect(toMicros('-1.0000005')).toBe(-1_000_001n)
})

test('what is no number is refused', () => {
  for (const text of ['', 'abc', '1,5', '1e5', '--1', '1.2.3'])
    expect(() => toMicros(text)).toThrow(RangeError)
  expect(() => toMicros(Number.NaN)).toThrow(RangeError)
})

test.each([
  ['1.234,56', 1234.56],
  ['1,234.56', 1234.56],
  ["1'234.56", 1234.56],
  ['1’234.56', 1234.56],
  ['1 234,56', 1234.56],
  ['1 234 567,89', 1234567.89],
  ['1.234.567', 1234567],
  ['12,50', 12.5],
  ['12.5', 12.5],
  ['0.125', 0.125],
  ['178000,00', 178000],
  ['1234.567', 1234.567],
  ['-12,50', -12.5],
  ['12,50-', -12.5],
  ['(12.50)', -12.5],
  ['−12.50', -12.5],
  ['$-12.50', -12.5],
  ['-$12.50', -12.5],
  ['$12.990', 12990],
  ['US$1,234.56', 1234.56],
  ['R$1.234,56', 1234.56],
  ['S/45.90', 45.9],
  ['1.234,56€', 1234.56],
  ['1.234,56 EUR', 1234.56],
  ['EUR 1.234,56', 1234.56],
  ['12,-', 12],
  ['5000', 5000],
])('%s is %d', (text, value) => expect(read(text)).toBe(value))

test('"1.234" is a thousand and more, unless the document writes its cents with a point', () => {
  expect(isAmbiguous('1.234')).toBe(true)
  expect(read('1.234')).toBe(1234)
  expect(read('1.234', ',')).toBe(1234)
  expect(read('1.234', '.')).toBe(1.234)
  expect(read('1,234', ',')).toBe(1.234)
  expect(read('1,234', '.')).toBe(1234)
})

test.each([
  ['1.234,56', ','],
  ['1,234.56', '.'],
  ['12,50', ','],
  ['1.234.567', ','],
  ['1.234', null],
  ['1234', null],
])('%s proves the decimal mark %s', (text, mark) =>
  expect(decimalMarkOf(text)).toBe(mark as ',' | '.' | null),
)

test.each([
  '',
  'abc',
  '1.2.3',
  '12.34.56',
  'INV123',
  '24/07/2025',
  '1,23,4',
  'A-1',
  '1'.repeat(50),
  '$',
  '-',
  '()',
])('%s is no amount', (text) => expect(parseAmount(text, null)).toBeNull())

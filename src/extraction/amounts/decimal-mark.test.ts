import { expect, test } from 'bun:test'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { decimalMarkIn } from './decimal-mark.ts'

const markIn = (drawing: string, country: Parameters<typeof decimalMarkIn>[1]) =>
  decimalMarkIn(linesOf([makePage(drawing)]), country)

test('most amounts prove the mark, and the country’s own stands where none does', () => {
  expect(markIn('12,50   1.5   3,20', 'US')).toBe(',')
  expect(markIn('TOTAL 1.250', 'MX')).toBe('.')
  expect(markIn('TOTAL 1.250', 'ES')).toBe(',')
  expect(markIn('TOTAL 1.250', null)).toBeNull()
})

test('a weight or a rate proves no mark where money has no cents', () => {
  const ticket = '0.645 X     3.180     2.051\n2.00 UN\nTOTAL IVA (19.0%)\nTOTAL   14.273'
  expect(markIn(ticket, 'CL')).toBeNull()
  expect(markIn(ticket, 'PE')).toBe('.')
  expect(markIn('0.645 KG\nTOTAL 1,214,273.00', 'CO')).toBe('.')
  expect(markIn('4.5\nTOTAL 1.214.273', 'CL')).toBe(',')
})

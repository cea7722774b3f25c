import { isAmbiguous, parseAmount, toNumber } from '../../invoices/money.ts'
import { isoDay } from '../dates/dates.ts'
import { cleanName } from '../names.ts'
import type { Survey } from '../survey.ts'
import { cellsOf, type Span, textOf } from '../text-lines.ts'
import type { Format, RuleField } from './rule.ts'
import { hasShape } from './shape.ts'

export interface ReadValue {
  value: string | number
  span: Span
}

const amounts: RuleField[] = ['subtotal', 'tax', 'total']
const dates: RuleField[] = ['date', 'due_date']
export const isAmount = (field: RuleField) => amounts.includes(field)
export const isDate = (field: RuleField) => dates.includes(field)

/** More words than any number takes that is printed with blanks in it, and than stand between it and its label. */
const mostWords = 8
const mostLooked = 40

/** The values of a field in a stretch of a line, left to right. */
export function readValues(field: RuleField, stretch: Span, format: Format, survey: Survey): ReadValue[] {
  if (isAmount(field)) return readAmounts(stretch, format, survey)
  if (isDate(field)) return readDates(stretch, format, survey)
  if (format.shape) return readShapes(stretch, format.shape)
  const [cell] = cellsOf(stretch.line).filter((each) => each.to > stretch.from && each.from < stretch.to)
  if (!cell) return []
  const span = { ...cell, from: Math.max(cell.from, stretch.from), to: Math.min(cell.to, stretch.to) }
  const value = cleanName(span)
  return value ? [{ value, span }] : []
}

const isWithin = (span: Span, stretch: Span) =>
  span.line === stretch.line && span.from >= stretch.from && span.to <= stretch.to

function readAmounts(stretch: Span, { mark }: Format, survey: Survey): ReadValue[] {
  const printed = survey.amounts.get(stretch.line) ?? []
  return printed
    .filter(({ span, isPercent }) => !isPercent && isWithin(span, stretch))
    .map(({ span, micros }) => {
      const text = textOf(span)
      const own = mark && isAmbiguous(text) ? parseAmount(text, mark) : null
      return { span, value: toNumber(own?.micros ?? micros) }
    })
}

function readDates(stretch: Span, { order }: Format, { dates: printed }: Survey): ReadValue[] {
  return printed
    .filter(({ span }) => isWithin(span, stretch))
    .map(({ span, iso, isAmbiguous: both }) => ({
      span,
      value: (order && both && inOrder(textOf(span), iso, order)) || iso,
    }))
}

/** A date of two small numbers, the first of them being the day or the month. */
export function inOrder(text: string, iso: string, order: 'day' | 'month'): string | null {
  const [, first, second] = /(\d{1,2})\D{1,3}(\d{1,2})\D/.exec(text) ?? []
  const year = Number(iso.slice(0, 4))
  if (!first || !second) return null
  return order === 'day' ? isoDay(year, +second, +first) : isoDay(year, +first, +second)
}

function readShapes({ line, from: start, to }: Span, shape: string): ReadValue[] {
  const found: ReadValue[] = []
  const end = Math.min(to, start + mostLooked)
  for (let from = start; from < end; from++)
    for (let to = Math.min(end, from + mostWords); to > from; to--) {
      const span = { line, from, to }
      const value = textOf(span).replace(/^[\s:;,.#]+|[\s:;,.]+$/g, '')
      if (!value || !hasShape(value, shape)) continue
      found.push({ value, span })
      from = to - 1
      break
    }
  return found
}

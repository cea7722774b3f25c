import { isAmbiguous, parseAmount, toMicros } from '../../invoices/money.ts'
import { limits } from '../limits.ts'
import { bare } from '../prove.ts'
import type { Survey } from '../survey.ts'
import { type Line, type Span, textOf } from '../text-lines.ts'
import { inOrder, isAmount, isDate } from './read-value.ts'
import type { Format, RuleField } from './rule.ts'
import { shapeOf } from './shape.ts'

/** Where a value is printed, and how. */
export interface Printed {
  span: Span
  format: Format
}

/** The same value may stand in many places; the first say enough. */
const mostPlaces = 8
/** A number is known by its shape, a name is not. */
const shaped: RuleField[] = [
  'issuer_tax_id',
  'customer_tax_id',
  'invoice_number',
  'cufe',
  'purchase_order',
  'currency',
]

/** The places of a document where a value of a field is printed. */
export function findPrinted(field: RuleField, value: string | number, survey: Survey): Printed[] {
  const found = isAmount(field)
    ? printedAmounts(value as number, survey)
    : isDate(field)
      ? printedDates(value as string, survey)
      : printedTexts(field, value as string, survey.lines)
  return found.slice(0, mostPlaces)
}

function printedAmounts(value: number, { lines, amounts }: Survey): Printed[] {
  const wanted = toMicros(value)
  return lines
    .flatMap((line) => amounts.get(line) ?? [])
    .filter(({ isPercent }) => !isPercent)
    .flatMap(({ span, micros }): Printed[] => {
      if (micros === wanted) return [{ span, format: {} }]
      const text = textOf(span)
      const mark = isAmbiguous(text)
        ? ([',', '.'] as const).find((each) => parseAmount(text, each)?.micros === wanted)
        : undefined
      return mark ? [{ span, format: { mark } }] : []
    })
}

function printedDates(iso: string, { dates }: Survey): Printed[] {
  return dates.flatMap(({ span, iso: read, isAmbiguous: both }): Printed[] => {
    const order = both
      ? (['day', 'month'] as const).find((each) => inOrder(textOf(span), read, each) === iso)
      : undefined
    if (order) return [{ span, format: { order } }]
    return read === iso ? [{ span, format: {} }] : []
  })
}

function printedTexts(field: RuleField, value: string, lines: Line[]): Printed[] {
  const wanted = bare(value)
  if (!wanted) return []
  return lines.flatMap((line) =>
    placesOn(line, wanted).map((span) => ({
      span,
      format: shaped.includes(field) ? { shape: shapeOf(value) } : {},
    })),
  )
}

/** Whole words only. */
function placesOn(line: Line, wanted: string): Span[] {
  const words = line.words.map((word) => bare(word.text.slice(0, limits.wordCharacters)))
  const found: Span[] = []
  for (let from = 0; from < words.length; from++) {
    let joined = ''
    for (let to = from; to < words.length && joined.length < wanted.length; to++) {
      joined += words[to]
      if (words[from] && joined === wanted) found.push({ line, from, to: to + 1 })
    }
  }
  return found
}

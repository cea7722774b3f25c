import { type Amount, gapBefore } from '../amounts/amount.ts'
import type { AmountKind } from '../amounts/amount-labels.ts'
import { amountSpots } from '../amounts/amount-spots.ts'
import type { Spot } from '../labels.ts'
import { fold, type Line, type Span, textOf } from '../text-lines.ts'
import { isItemsHeader } from './item-header.ts'

const sums: AmountKind[] = ['total', 'subtotal', 'net', 'tax', 'rounding']
const carried =
  /^(?:suma (?:y sigue|anterior|y pasa)|arrastre|ubertrag|a reporter|report\b|carried (?:forward|over)|brought forward|a riportare|riporto|a transportar|transporte\b.*\banterior|te transporteren|zwischensumme seite)/

/** A long list says at the foot of a page what it came to, and again at the head of the next. */
export const isCarriedForward = ({ plain }: Line): boolean => carried.test(plain)

/** The label that makes a line a sum and no thing: "service" or "card" may begin a name, "total" doesn't. */
export const sumLabelOf = (line: Line): Spot<AmountKind> | undefined =>
  amountSpots(line).find(
    ({ kind, weight, span }) =>
      ((sums.includes(kind) && (kind === 'rounding' || weight >= 2.4)) || isOfRate(kind, span)) &&
      (isBare(line, span.from) ||
        ((weight >= 3 || isOfRate(kind, span)) && gapBefore(line, span.from) > 1.2)),
  )

/** "Subtotal 15%" is not the document's subtotal, but no thing either. */
const isOfRate = (kind: AmountKind, span: Span) =>
  kind === 'other' && /^sub[ -]?total/.test(fold(textOf(span)))

/** "SWIFT: …     VAT: 50.00": right before its amount a sum is named, whatever stands in the columns before it. */
export const namesSum = (line: Line, { span }: Amount): boolean =>
  amountSpots(line).some(
    ({ kind, weight, span: label }) =>
      sums.includes(kind) &&
      (weight >= 3 || (weight >= 2.4 && gapBefore(line, label.from) > 1.2)) &&
      label.to <= span.from &&
      line.words.slice(label.to, span.from).every(({ text }) => text.replace(/[^\p{L}]/gu, '').length < 3),
  )

/** "Base | VAT | Total": the heading of a table of sums, where a list of things has ended. */
export const headsSums = (line: Line): boolean => {
  const kinds = amountSpots(line).map(({ kind }) => kind)
  const named = new Set(kinds.filter((kind) => sums.includes(kind))).size
  return (named > 1 || (named > 0 && kinds.length > 2)) && !isItemsHeader(line)
}

/** Nothing but numbers and crumbs before a word. */
export const isBare = ({ words }: Line, i: number) =>
  words.slice(0, i).every(({ text }) => !/\p{L}{2}/u.test(text))

import { sumOf, toMicros, within } from '../../invoices/money.ts'
import { type Findings, type Found, isExact } from '../found.ts'
import { isSameValue } from '../same-value.ts'
import { sumsClose } from '../sums-close.ts'
import { type Span, textOf } from '../text-lines.ts'
import { agreed } from './agreed.ts'
import type { Credit } from './credit.ts'

const names = ['subtotal', 'tax', 'total'] as const
type Amounts = Pick<Findings, (typeof names)[number] | 'taxes'>

/** Amounts that a model gives, where their sum speaks for them, and where it can't speak. */
const bySum = { tried: 0.92, untried: 0.82, none: 0 }
const alone = { tried: 0.75, untried: 0.55, none: 0 }
const contradicted = 0.75
const certain = 0.9
/** Taxes are rounded one by one. */
const unit = 10_000n

/** The amounts as a whole: a sum that closes wins over one that doesn't, and is never given up. */
export function settleAmounts(read: Findings, said: Findings, credit: Credit): Amounts {
  const amounts = chooseAmounts(read, said, credit)
  const { taxes } = said
  const tax = amounts.tax ?? read.tax
  if (!read.taxes && taxes?.spans.length && tax && isSumOf(taxes.value, tax.value))
    amounts.taxes = { ...taxes, confidence: alone[credit] }
  return amounts
}

function chooseAmounts(read: Findings, said: Findings, credit: Credit): Amounts {
  const closes = sumsClose(read)
  if (!closes && provesItself(said) && names.every((name) => mayChange(read[name], said[name])))
    return Object.fromEntries(names.map((name) => [name, believed(read[name], said[name]!, bySum[credit])]))
  const amounts: Amounts = {}
  for (const name of names) {
    const [ours, theirs] = [read[name], said[name]]
    if (!theirs) continue
    const isProven = theirs.spans.length > 0
    if (ours && isSameValue(ours.value, theirs.value)) {
      if (isProven && !isExact(ours.source)) amounts[name] = agreed(ours, theirs)
    } else if (ours) {
      if (isProven && !closes && !isExact(ours.source) && credit === 'tried')
        amounts[name] = { ...ours, confidence: ours.confidence * contradicted }
    } else if (!isBorrowed(name, read, said)) {
      const filled = fill({ ...read, ...amounts }, name, theirs, credit)
      if (filled) amounts[name] = filled
    }
  }
  return amounts
}

/** With cents, thousands or a currency: of small whole numbers a page has many, and some make sums. */
const money = /\d[.,'’]\d|\d{4}|[$€£]/
const isMoney = (span: Span) => money.test(textOf(span))

/** Three different places of the page that say three amounts of one sum; adding nothing proves nothing. */
function provesItself(said: Findings): boolean {
  const spans = names.flatMap((name) => said[name]?.spans[0] ?? [])
  if (!spans.every(isMoney)) return false
  const places = names.flatMap((name) => placeOf(said[name]) ?? [])
  return new Set(places).size === names.length && said.tax?.value !== 0 && sumsClose(said)
}

const placeOf = (found: Found<number> | undefined) => {
  const place = found?.spans[0]
  return place && `${place.line.page} ${place.line.box[1]} ${place.from}`
}

/** One place of the page can't say two amounts, and no tax at all is nowhere said. */
function isBorrowed(name: (typeof names)[number], read: Findings, said: Findings): boolean {
  const place = placeOf(said[name])
  if (!place) return said[name]?.value === 0
  return names.some((other) => other !== name && [read, said].some((each) => placeOf(each[other]) === place))
}

const mayChange = (ours: Found<number> | undefined, theirs: Found<number> | undefined) =>
  !ours ||
  isSameValue(ours.value, theirs?.value) ||
  (!isExact(ours.source) && ours.source !== 'memory' && ours.confidence < certain)

const believed = (ours: Found<number> | undefined, theirs: Found<number>, confidence: number) =>
  ours && isSameValue(ours.value, theirs.value)
    ? { ...ours, confidence: Math.max(ours.confidence, confidence) }
    : { ...theirs, confidence }

/** What is missing is taken unless it breaks the sum of what is there; closing it, it is nearly certain. */
function fill(known: Findings, name: (typeof names)[number], theirs: Found<number>, credit: Credit) {
  const filled = { ...known, [name]: theirs }
  const confidence = Math.min(theirs.confidence, alone[credit])
  if (!names.every((each) => filled[each]))
    return theirs.spans.every(isMoney) ? { ...theirs, confidence } : undefined
  if (!sumsClose(filled)) return undefined
  return theirs.spans.length > 0 ? { ...theirs, confidence: bySum[credit] } : { ...theirs, confidence }
}

const isSumOf = (taxes: { amount: number | null }[], tax: number) =>
  within(sumOf(taxes.map(({ amount }) => toMicros(Math.max(0, amount ?? 0)))), toMicros(tax), unit * 2n)

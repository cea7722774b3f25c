import { fieldNames, type InvoiceData } from '../invoices/invoice-data.ts'
import { roundingUnit, sumOf, toMicros, within } from '../invoices/money.ts'
import type { Findings, Found } from './found.ts'
import { surest } from './found.ts'
import { bare } from './prove.ts'

const amountNames = ['subtotal', 'tax', 'total'] as const
type Amounts = Pick<Findings, (typeof amountNames)[number] | 'taxes'>

/** What two readers contradict each other about is less certain, whoever is believed. */
const contradicted = 0.75

/** One set of findings of two readers', field by field, with the sums as judge between amounts. */
export function reconcile(builtIn: Findings, model: Findings): Findings {
  const settled: Record<string, unknown> = {}
  for (const name of fieldNames) {
    const found = settle(builtIn[name] as Found<unknown>, model[name] as Found<unknown>)
    if (found) settled[name] = found
  }
  const findings = { ...settled, ...judged(builtIn, model) } as Findings
  const products = settleItems(builtIn, model, findings)
  if (products) findings.products = products
  else delete findings.products
  return findings
}

type Maybe<T> = Found<T> | undefined

function settle(ours: Maybe<unknown>, theirs: Maybe<unknown>): Maybe<unknown> {
  if (!ours || !theirs) return ours ?? theirs
  if (isSame(ours.value, theirs.value)) return agreed(ours, theirs)
  const winner = theirs.confidence > ours.confidence ? theirs : ours
  return { ...winner, confidence: winner.confidence * contradicted }
}

const plain = (value: unknown) => (typeof value === 'string' ? bare(value) : JSON.stringify(value))
const isSame = (a: unknown, b: unknown) => plain(a) === plain(b)

/** Agreement leaves doubt only where both doubt; the page's own reading keeps its place. */
const agreed = <T>(ours: Found<T>, theirs: Found<T>): Found<T> => ({
  ...ours,
  confidence: Math.min(surest, 1 - (1 - ours.confidence) * (1 - 0.6 * theirs.confidence)),
})

/** The amounts as a whole: those that close their sum win over those that don't. */
function judged(builtIn: Findings, model: Findings): Amounts {
  const ours = closes(builtIn, builtIn.taxes)
  const theirs = closes(model, model.taxes) && amountNames.every((name) => isProven(model[name]))
  if (ours !== theirs) return ours ? preferred(builtIn, model, 0.97) : preferred(model, builtIn, 0.97, 0.88)
  const amounts: Amounts = {}
  for (const name of amountNames) {
    const found = settle(builtIn[name], model[name]) as Maybe<number>
    if (found) amounts[name] = found
  }
  return amounts
}

const isProven = (found: Maybe<number>) => found !== undefined && found.spans.length > 0

/** One reader's amounts, as it proved them; the other's agreement makes them surer, its contradiction doesn't hurt. */
function preferred(winner: Findings, other: Findings, doubt: number, floor = 0): Amounts {
  // What is withheld is part of the sum that closes: taxes go with the amounts they belong to.
  const taxes = winner.taxes ?? other.taxes
  const amounts: Amounts = taxes ? { taxes } : {}
  for (const name of amountNames) {
    const found = winner[name] ?? other[name]
    if (!found) continue
    const rival = other[name]
    if (rival && rival !== found && isSame(rival.value, found.value)) amounts[name] = agreed(found, rival)
    else amounts[name] = { ...found, confidence: Math.max(floor, found.confidence * (rival ? doubt : 1)) }
  }
  return amounts
}

function closes({ subtotal, tax, total }: Findings, taxes: Maybe<InvoiceData['taxes']>): boolean {
  if (!subtotal || !tax || !total) return false
  const sum = toMicros(subtotal.value) + toMicros(tax.value)
  const withheld = sumOf((taxes?.value ?? []).map(({ amount }) => toMicros(Math.min(0, amount ?? 0))))
  return [sum, sum + withheld].some((expected) => within(expected, toMicros(total.value), roundingUnit(null)))
}

/** Lists are judged by what they add up to, and a model's names of things are the better ones. */
function settleItems(builtIn: Findings, model: Findings, settled: Findings): Maybe<InvoiceData['products']> {
  const targets = [settled.subtotal, settled.total].flatMap((found) => (found ? [toMicros(found.value)] : []))
  const addsUp = ({ value }: Found<InvoiceData['products']>) => {
    const prices = value.map(({ total_price }) => total_price)
    if (prices.includes(null)) return false
    const sum = sumOf(prices.map((price) => toMicros(price!)))
    return targets.some((target) =>
      within(sum, target, roundingUnit(null) * BigInt(Math.min(10, value.length))),
    )
  }
  const [ours, theirs] = [builtIn.products, model.products]
  if (!theirs) return ours
  if (addsUp(theirs) && theirs.spans.length > 0) return { ...theirs, confidence: ours ? 0.93 : 0.88 }
  return ours ?? theirs
}

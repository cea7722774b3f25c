import { isAmbiguous, type Micros, multiply, roundingUnit, toMicros, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
import { textOf } from '../text-lines.ts'
import type { Heading } from './item-header.ts'
import { isUnder } from './price-picks.ts'

/** Quantity and unit price prove each other: their product is the line's price. */
export function factorsOf(price: Amount, amounts: Amount[], headings: Heading[]) {
  const rest = amounts.filter((amount) => amount !== price && !amount.isPercent)
  const quantities = headings.filter(({ kind }) => kind === 'quantity')
  const looksCounted = (amount: Amount) =>
    quantities.some((heading) => isUnder(amount, heading)) ? 2 : amount.micros % toMicros(1) === 0n ? 1 : 0
  for (const a of rest)
    for (const b of rest) {
      if (a === b) continue
      const isProduct = (one: Micros) => within(multiply(one, b.micros), price.micros, rounding(price))
      if (asWeight(a) && isProduct(asWeight(a)!))
        return { quantity: { ...a, micros: asWeight(a)! }, price: b }
      if (!isProduct(a.micros)) continue
      const isCounted =
        looksCounted(a) > looksCounted(b) ||
        (looksCounted(a) === looksCounted(b) && a.span.from < b.span.from)
      return isCounted ? { quantity: a, price: b } : { quantity: b, price: a }
    }
  return null
}

/** Where prices have no cents, what a weight costs is rounded to a whole unit. */
const rounding = ({ micros, decimals }: Amount) =>
  decimals === 0 && micros >= toMicros(100) ? toMicros('0.5') : roundingUnit(null)

/** "2.435 KG", where prices have no cents, looks like two thousand of something. */
const asWeight = ({ micros, decimals, span }: Amount) =>
  decimals === 0 && isAmbiguous(textOf(span)) ? micros / 1000n : null

/** What stands under the headings of quantity and unit price, which a discount may keep from proving each other. */
export function headedFactors(price: Amount | null, amounts: Amount[], headings: Heading[]) {
  const quantity = countedUnder(price, amounts, headings)
  const unit = onlyUnder('unit_price', price, amounts, headings)
  return quantity && unit && quantity !== unit ? { quantity, price: unit } : null
}

/** So many of a thing are the number on its package. */
const code = toMicros(10_000_000)

/** How many there are by their heading; a list may leave out what one costs. */
export function countedUnder(price: Amount | null, amounts: Amount[], headings: Heading[]): Amount | null {
  const counted = onlyUnder('quantity', price, amounts, headings)
  return counted && counted.micros < code ? counted : null
}

/** The one amount under the headings of a kind. */
function onlyUnder(
  kind: Heading['kind'],
  price: Amount | null,
  amounts: Amount[],
  headings: Heading[],
): Amount | null {
  const found = amounts.filter(
    (amount) =>
      amount !== price &&
      !amount.isPercent &&
      headings.some((heading) => heading.kind === kind && isUnder(amount, heading)),
  )
  return found.length === 1 ? found[0]! : null
}

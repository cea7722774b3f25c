import { multiply, roundingUnit, toMicros, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
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
      if (a === b || !within(multiply(a.micros, b.micros), price.micros, roundingUnit(null))) continue
      const isCounted =
        looksCounted(a) > looksCounted(b) ||
        (looksCounted(a) === looksCounted(b) && a.span.from < b.span.from)
      return isCounted ? { quantity: a, price: b } : { quantity: b, price: a }
    }
  return null
}

/** What stands under the headings of quantity and unit price, which a discount may keep from proving each other. */
export function headedFactors(price: Amount | null, amounts: Amount[], headings: Heading[]) {
  const under = (kind: Heading['kind']) => {
    const found = amounts.filter(
      (amount) =>
        amount !== price &&
        !amount.isPercent &&
        headings.some((heading) => heading.kind === kind && isUnder(amount, heading)),
    )
    return found.length === 1 ? found[0]! : null
  }
  const [quantity, unit] = [under('quantity'), under('unit_price')]
  return quantity && unit && quantity !== unit ? { quantity, price: unit } : null
}

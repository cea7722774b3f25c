import { multiply, roundingUnit, toMicros, toNumber, within } from '../invoices/money.ts'
import { taxName } from './amount-labels.ts'
import type { Amount, AmountsByLine } from './amounts.ts'
import { isItemsHeader } from './item-header.ts'
import { limits } from './limits.ts'
import type { Line } from './text-lines.ts'

/** One tax of the document, its rate times its base proving its amount. */
export interface TaxRow {
  name: string
  rate: Amount
  base: Amount
  amount: Amount
}

/** The rows of a tax summary: a tax's name, a rate, a base and their product. */
export function taxRows(lines: Line[], amounts: AmountsByLine): TaxRow[] {
  const rows: TaxRow[] = []
  for (const line of lines) {
    const name = taxName.exec(line.plain)
    // A name far into the line belongs to an item's description.
    if (!name || name.index > 25 || isItemsHeader(line)) continue
    const row = rowOf(name[0], amounts.get(line) ?? [])
    const known = row && rows.some((other) => other.name === row.name && isSame(other, row))
    if (row && !known) rows.push(row)
    if (rows.length === limits.candidates) break
  }
  return rows
}

const isSame = (a: TaxRow, b: TaxRow) =>
  a.rate.micros === b.rate.micros && a.amount.micros === b.amount.micros

function rowOf(name: string, amounts: Amount[]): TaxRow | null {
  const rate = amounts.find(({ isPercent }) => isPercent)
  const money = amounts.filter(({ isPercent, isMoney }) => !isPercent && isMoney).slice(0, 4)
  if (!rate) return null
  for (const base of money)
    for (const amount of money)
      if (base !== amount && isProduct(base, rate, amount))
        return { name: name.replaceAll('.', '').toUpperCase(), rate, base, amount }
  return null
}

const hundredth = toMicros('0.01')

const isProduct = (base: Amount, rate: Amount, amount: Amount) =>
  within(multiply(base.micros, multiply(rate.micros, hundredth)), amount.micros, roundingUnit(null))

export const asTax = ({ name, rate, base, amount }: TaxRow) => ({
  name,
  rate: toNumber(rate.micros),
  base: toNumber(base.micros),
  amount: toNumber(amount.micros),
})

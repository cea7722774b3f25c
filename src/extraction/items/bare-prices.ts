import type { Amount, AmountsByLine } from '../amounts/amount.ts'
import type { ItemTable } from './item-table.ts'
import { aboveSums } from './name-column.ts'
import { isUnder } from './price-picks.ts'

/**
 * "1533500" and "990" under the heading of a price are money, though they have neither cents nor a currency: unless those
 * that stand there mostly have cents.
 */
export function withBarePrices({ headings, body }: ItemTable, amounts: AmountsByLine): AmountsByLine {
  const priced = headings.filter(({ kind }) => kind === 'unit_price' || kind === 'total_price')
  const isPrice = (amount: Amount) => priced.some((heading) => isUnder(amount, heading))
  const prices = aboveSums(body, amounts).flatMap((line) => (amounts.get(line) ?? []).filter(isPrice))
  const bare = new Set(prices.filter(isBare))
  if (bare.size <= prices.filter(({ isMoney, decimals }) => isMoney && decimals === 2).length) return amounts
  const marked = (amount: Amount) => (bare.has(amount) ? { ...amount, isMoney: true } : amount)
  return new Map([...amounts].map(([line, own]) => [line, own.map(marked)]))
}

const isBare = ({ isMoney, isPercent, span: { line, from, to } }: Amount) =>
  !isMoney && !isPercent && to === from + 1 && /^[1-9]\d{0,7}$/.test(line.words[from]!.text)

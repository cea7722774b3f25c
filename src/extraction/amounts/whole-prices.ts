import type { Line } from '../text-lines.ts'
import { type Amount, type AmountsByLine, rightOf } from './amount.ts'

const fewest = 3

/** "990" at the end of a line, where "1.490" and "2.115" end others: below a thousand, whole money has no mark. */
export function withWholePrices(lines: Line[], amounts: AmountsByLine): AmountsByLine {
  const lasts = lines.flatMap((line) => lastOf(line, amounts) ?? [])
  const grouped = lasts.filter(({ isMoney }) => isMoney)
  if (grouped.length < fewest || grouped.some(({ decimals }) => decimals > 0)) return amounts
  const edges = grouped.map((amount) => ({ page: amount.span.line.page, edge: rightOf(amount) }))
  for (const amount of lasts) {
    const { line } = amount.span
    const slack = line.em * 0.8
    const isAligned = ({ page, edge }: (typeof edges)[number]) =>
      page === line.page && Math.abs(edge - rightOf(amount)) < slack
    if (!isBare(amount) || edges.filter(isAligned).length < fewest) continue
    const own = amounts.get(line)!
    amounts.set(line, [...own.slice(0, -1), { ...amount, isMoney: true }])
  }
  return amounts
}

const lastOf = (line: Line, amounts: AmountsByLine): Amount | undefined => {
  const last = amounts.get(line)?.at(-1)
  return last && last.span.to === line.words.length && last.span.from > 0 && !last.isPercent
    ? last
    : undefined
}

const isBare = ({ isMoney, span }: Amount) =>
  !isMoney && /^-?[1-9]\d{1,2}$/.test(span.line.words[span.from]!.text)

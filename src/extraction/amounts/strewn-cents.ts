import { parseAmount } from '../../invoices/money.ts'
import type { Line } from '../text-lines.ts'
import { type Amount, type AmountsByLine, gapBefore, rightOf } from './amount.ts'

const widest = 2.5
/** How many lines above and below are looked at, and how many prices among them end where this one does. */
const around = 4
const fewest = 2

/** "16  40" at the end of a line, right under "18.60" and "21.90": the mark between units and cents was lost. */
export function withStrewnCents(lines: Line[], amounts: AmountsByLine): AmountsByLine {
  lines.forEach((line, at) => {
    const own = amounts.get(line)!
    if (line.source !== 'ocr' || own.some(({ isMoney }) => isMoney)) return
    const whole = joined(line)
    if (!whole) return
    const near = lines.slice(Math.max(0, at - around), at + 1 + around)
    const aligned = near
      .flatMap((other) => amounts.get(other)!.slice(-1))
      .filter((amount) => amount.decimals === 2 && Math.abs(rightOf(amount) - rightOf(whole)) < line.em)
    if (aligned.length < fewest) return
    amounts.set(line, [...own.filter(({ span }) => span.to <= whole.span.from), whole])
  })
  return amounts
}

function joined(line: Line): Amount | null {
  const to = line.words.length
  const [units, cents] = line.words.slice(-2).map(({ text }) => text)
  if (to < 3 || !/^\d{1,3}$/.test(units!) || !/^\d{2}$/.test(cents!) || gapBefore(line, to - 1) > widest)
    return null
  const read = parseAmount(`${units}.${cents}`, '.')
  const span = { line, from: to - 2, to }
  return read && { ...read, span, isMoney: true, isPercent: false, isMended: true }
}

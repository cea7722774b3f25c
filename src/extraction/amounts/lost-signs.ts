import { type DecimalMark, parseAmount } from '../../invoices/money.ts'
import { type Line, textOf } from '../text-lines.ts'
import type { Amount, AmountsByLine } from './amount.ts'

const fewest = 4

/** "590.000" where nearly all prices are printed like "$64.000": the sign was read as a five. */
export function withLostSigns(
  lines: Line[],
  amounts: AmountsByLine,
  mark: DecimalMark | null,
): AmountsByLine {
  const prices = lines.flatMap((line) => amounts.get(line)!.filter(isPrice))
  const signed = prices.filter(({ span }) => /^-?\$\d/.test(textOf(span)))
  if (signed.length < fewest || (prices.length - signed.length) * 3 > prices.length) return amounts
  for (const line of lines)
    if (line.source === 'ocr')
      amounts.set(
        line,
        amounts.get(line)!.map((amount) => withoutFive(amount, mark)),
      )
  return amounts
}

const isPrice = ({ isMoney, isPercent, span }: Amount) =>
  isMoney && !isPercent && span.to === span.line.words.length

function withoutFive(amount: Amount, mark: DecimalMark | null): Amount {
  const { line, from } = amount.span
  const rest = /^5([1-9]\d{0,2}(?:[.,]\d{3})*[.,]\d{2,3})$/.exec(textOf(amount.span))?.[1]
  const isSigned = /\$$/.test(line.words[from - 1]?.text ?? '')
  const read = rest && isPrice(amount) && !isSigned ? parseAmount(rest, mark) : null
  return read ? { ...amount, ...read, isMended: true } : amount
}

import { currencySigns, type DecimalMark, isAmbiguous, parseAmount } from '../../invoices/money.ts'
import { isBare } from '../items/sum-lines.ts'
import { type Line, textOf } from '../text-lines.ts'
import { type Amount, type AmountsByLine, gapBefore } from './amount.ts'
import { amountSpots } from './amount-spots.ts'
import { withLostSigns } from './lost-signs.ts'
import { printedAmount } from './printed-amount.ts'
import { withoutSignDigits } from './sign-as-digit.ts'
import { withStrewnCents } from './strewn-cents.ts'
import { withWholePrices } from './whole-prices.ts'

const behind = new RegExp(`^(?:[${currencySigns}]|EUR|USD|CLP|MXN|ARS|COP|PEN|BRL|PAB|UYU|GBP|CHF)$`)
const symbol = new RegExp(`^(?:US\\$|U\\$S|R\\$|S/\\.?|B/\\.?|RM)$|${behind.source}`)
const hasSign = new RegExp(`[${currencySigns}]|[A-Z]{3}|^(?:S/|B/|RM)`)
const numeric = /\d/
/** "10.2018" and "08" are parts of dates. */
const ofDate = /^(?:(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d|0\d)$/

/** Every amount of the document, all read with one decimal mark. */
export function amountsIn(lines: Line[], mark: DecimalMark | null): AmountsByLine {
  const printed = new Map(lines.map((line) => [line, amountsOf(line, mark)]))
  const single = withoutSignDigits(lines, withLostSigns(lines, printed, mark))
  return withWholePrices(lines, withStrewnCents(lines, single))
}

function amountsOf(line: Line, mark: DecimalMark | null): Amount[] {
  const amounts: Amount[] = []
  for (let i = 0; i < line.words.length; i++) {
    const amount =
      wholeAmount(line, i, mark, spacedEnd(line, i), ' ') ??
      wholeAmount(line, i, mark, tornEnd(line, i), '') ??
      amountAt(line, i, i + 1, mark, ' ') ??
      clockAmount(line, i)
    if (!amount) continue
    amounts.push(amount)
    i = amount.span.to - 1
  }
  return amounts
}

/** "TAX 2:44": the last word behind a label is no time of day. */
function clockAmount(line: Line, i: number): Amount | null {
  const parts = /^[$€£]?(\d{1,4})[:;](\d{2})[.,]?$/.exec(line.words[i]!.text)
  if (!parts || line.source !== 'ocr' || i === 0 || i < line.words.length - 1) return null
  const [spot] = amountSpots(line)
  const read =
    spot &&
    spot.kind !== 'other' &&
    isBare(line, spot.span.from) &&
    parseAmount(`${parts[1]}.${parts[2]}`, '.')
  if (!read) return null
  const span = { line, from: i, to: i + 1 }
  return { ...read, span, isMoney: true, isPercent: false, isMended: true }
}

const wholeAmount = (line: Line, from: number, mark: DecimalMark | null, to: number | null, joint: string) =>
  to === null ? null : amountAt(line, from, to, mark, joint)

function amountAt(
  line: Line,
  from: number,
  to: number,
  mark: DecimalMark | null,
  joint: string,
): Amount | null {
  const words = textOf({ line, from, to })
  if (!numeric.test(words)) return null
  const printed = printedAmount(joint === '' ? words.replaceAll(' ', '') : words)
  const rate = rateIn(line, to, printed.text)
  const read = parseAmount(rate ?? printed.text, mark)
  if (!read) return null
  const minus =
    /^\(?[-−–]\)?$|^[-−–]\s?\$$/.test(line.words[from - 1]?.text ?? '') && gapBefore(line, from) < 0.8
  const hasSymbol =
    hasSign.test(printed.text) ||
    symbol.test(line.words[from - 1]?.text ?? '') ||
    behind.test(line.words[to]?.text ?? '')
  const isPercent = rate !== null
  return {
    micros: minus ? -read.micros : read.micros,
    decimals: read.decimals,
    span: { line, from, to },
    isMoney:
      !isPercent &&
      !ofDate.test(printed.text) &&
      (hasSymbol || read.decimals === 2 || /\d[.,'’ \u00a0]\d/.test(printed.text)),
    isPercent,
    isMended: printed.isMended || joint === '',
  }
}

/** "21%", "(6%)", "S=6%", "B19 %": the number of a rate. */
function rateIn(line: Line, to: number, text: string): string | null {
  const parts = /^(-?)[^\d%-]{0,3}(\d{1,3}(?:[.,]\d{1,4})?)(%?)/.exec(text)
  if (!parts) return null
  const isRate = parts[3] === '%' || /^%/.test(line.words[to]?.text ?? '')
  return isRate && parts[0].length >= text.length - 2 ? parts[1]! + parts[2]! : null
}

/** "1 234,56": thousands stand apart, but closer than two columns would. */
function spacedEnd(line: Line, from: number): number | null {
  if (!/^[-−+$€]?[1-9]\d{0,2}$/.test(line.words[from]!.text)) return null
  let to = from + 1
  while (
    to < line.words.length &&
    to - from < 4 &&
    gapBefore(line, to) < 0.9 &&
    /^\d{3}(?:[.,]\d{2})?€?$/.test(line.words[to]!.text)
  )
    to++
  // "1 120.00 units of wire": the number of a line, and how many.
  if (from === 0 && /\p{L}{2}/u.test(line.plain.slice(line.starts[to] ?? line.plain.length))) return null
  const last = line.words[to - 1]!.text
  return to - from > 1 && /[.,]\d{2}€?$/.test(last) && !isAmbiguous(last) ? to : null
}

const tornGap = 1.1
/** Behind a label or a currency the last cents of a line may stand far from their mark. */
const widestTear = 6

function reach(line: Line, i: number): number {
  const [currency = '', units, cents] = line.words.slice(Math.max(0, i - 2), i + 1).map(({ text }) => text)
  if (i < line.words.length - 1 || !/^\d{2}$/.test(cents ?? '') || !/\d[.,]$/.test(units!)) return tornGap
  return symbol.test(currency) || amountSpots(line).length > 0 ? widestTear : tornGap
}

/** "12." "50", "12" ".50", "1,": "234.56": an engine tore what stands closer than two columns would. */
function tornEnd(line: Line, from: number): number | null {
  const texts = line.words
    .slice(from, from + 3)
    .map(({ text }, i) => (i > 0 && gapBefore(line, from + i) > reach(line, from + i) ? '' : text))
  const [first, second = '', third = ''] = texts as [string, ...string[]]
  if (!/^\D{0,3}\d{1,9}(?:[.,]\d{3})*[.,]?$/.test(first)) return null
  const hasMark = /[.,]$/.test(first)
  // "1. 10 nails": the number of a line.
  if (from === 0 && hasMark && line.words.length > 2) return null
  if (hasMark && /^(?:\d{2}(?!\d)|\d{1,2}%)/.test(second)) return from + 2
  if (hasMark && /^\d{3}[.,]\d{2}(?!\d)/.test(second)) return from + 2
  if (!hasMark && /^[.,]\d{2}(?!\d)/.test(second)) return from + 2
  return !hasMark && /^[.,]$/.test(second) && /^\d{2}(?!\d)/.test(third) ? from + 3 : null
}

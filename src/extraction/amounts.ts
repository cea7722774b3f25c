import { type DecimalMark, decimalMarkOf, isAmbiguous, type Micros, parseAmount } from '../invoices/money.ts'
import type { Line, Span } from './text-lines.ts'
import { textOf } from './text-lines.ts'

/** An amount as it stands on the page. */
export interface Amount {
  micros: Micros
  decimals: number
  span: Span
  /** Has cents, thousands or a currency: a bare "2025" is an amount only where a label says so. */
  isMoney: boolean
  isPercent: boolean
}

export type AmountsByLine = Map<Line, Amount[]>

const symbol = /^(?:US\$|U\$S|R\$|S\/\.?|B\/\.?|RM|[$€£]|EUR|USD|CLP|MXN|ARS|COP|PEN|BRL|PAB|UYU|GBP|CHF)$/
const numeric = /\d/

/** The decimal mark most amounts of the document prove; null where none does. */
export function decimalMarkIn(lines: Line[]): DecimalMark | null {
  const votes = { ',': 0, '.': 0 }
  for (const { words } of lines)
    for (const { text } of words) {
      const mark = numeric.test(text) ? decimalMarkOf(text) : null
      if (mark) votes[mark]++
    }
  if (votes[','] === votes['.']) return null
  return votes[','] > votes['.'] ? ',' : '.'
}

/** Every amount of the document, all read with one decimal mark. */
export function amountsIn(lines: Line[], mark: DecimalMark | null): AmountsByLine {
  return new Map(lines.map((line) => [line, amountsOf(line, mark)]))
}

function amountsOf(line: Line, mark: DecimalMark | null): Amount[] {
  const amounts: Amount[] = []
  for (let i = 0; i < line.words.length; i++) {
    const amount = spacedAmount(line, i, mark) ?? amountAt(line, i, i + 1, mark)
    if (!amount) continue
    amounts.push(amount)
    i = amount.span.to - 1
  }
  return amounts
}

function amountAt(line: Line, from: number, to: number, mark: DecimalMark | null): Amount | null {
  const text = textOf({ line, from, to })
  if (!numeric.test(text)) return null
  const printed = text.replace(/[:;*]+$/, '')
  const isPercent = /^[-−(]?\d[\d.,]*%\)?$/.test(printed) || line.words[to]?.text.startsWith('%') === true
  const read = parseAmount(isPercent ? printed.replace(/[%()]/g, '') : printed, mark)
  if (!read) return null
  const minus = /^[-−–]$|^[-−–]\s?\$$/.test(line.words[from - 1]?.text ?? '') && isClose(line, from - 1)
  const hasSymbol =
    /[$€£]|[A-Z]{3}|^(?:S\/|B\/|RM)/.test(printed) ||
    [from - 1, to].some((i) => symbol.test(line.words[i]?.text ?? ''))
  return {
    micros: minus ? -read.micros : read.micros,
    decimals: read.decimals,
    span: { line, from, to },
    isMoney: !isPercent && (hasSymbol || read.decimals === 2 || /\d[.,'’ \u00a0]\d/.test(printed)),
    isPercent,
  }
}

const isClose = (line: Line, i: number) => line.words[i + 1]!.box[0] - line.words[i]!.box[2] < line.em * 0.8

/** "1 234,56": the thousands stand apart, but closer than two columns would. */
function spacedAmount(line: Line, from: number, mark: DecimalMark | null): Amount | null {
  if (!/^[-−$€]?[1-9]\d{0,2}$/.test(line.words[from]!.text)) return null
  let to = from + 1
  while (
    to < line.words.length &&
    to - from < 4 &&
    line.words[to]!.box[0] - line.words[to - 1]!.box[2] < line.em * 0.45 &&
    /^\d{3}(?:[.,]\d{2})?€?$/.test(line.words[to]!.text)
  )
    to++
  const last = line.words[to - 1]!.text
  return to - from > 1 && /[.,]\d{2}€?$/.test(last) && !isAmbiguous(last)
    ? amountAt(line, from, to, mark)
    : null
}

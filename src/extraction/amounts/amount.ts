import type { Micros } from '../../invoices/money.ts'
import type { Line, Span } from '../text-lines.ts'

/** An amount as it stands on the page. */
export interface Amount {
  micros: Micros
  decimals: number
  span: Span
  /** Has cents, thousands or a currency: a bare "2025" is an amount only where a label says so. */
  isMoney: boolean
  isPercent: boolean
  /** Not as printed: an engine tore it or took its digits for letters. */
  isMended: boolean
}

export type AmountsByLine = Map<Line, Amount[]>

/** Where an amount ends, its currency included: an engine glues the sign to one and not to the next. */
export function rightOf({ span: { line, to } }: Amount): number {
  const behind = line.words[to]
  const hasSign = behind !== undefined && /^[$€£]$/.test(behind.text) && gapBefore(line, to) < 1
  return (hasSign ? behind : line.words[to - 1]!).box[2]
}

export const leftOf = ({ span }: Amount): number => span.line.words[span.from]!.box[0]

/** The gap before a word, in letters' heights. */
export const gapBefore = (line: Line, i: number): number =>
  (line.words[i]!.box[0] - line.words[i - 1]!.box[2]) / line.em

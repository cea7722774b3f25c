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

export const rightOf = ({ span }: Amount): number => span.line.words[span.to - 1]!.box[2]
export const leftOf = ({ span }: Amount): number => span.line.words[span.from]!.box[0]

/** The gap before a word, in letters' heights. */
export const gapBefore = (line: Line, i: number): number =>
  (line.words[i]!.box[0] - line.words[i - 1]!.box[2]) / line.em

import type { Amount } from '../amounts/amount.ts'
import type { Line, Span } from '../text-lines.ts'

/** A line of a list, before it is known whose name its text is; without amounts it is only text. */
export interface Entry {
  line: Line
  name: Span | null
  amounts: Amount[]
  isDiscount: boolean
}

/** Text below a sum is no part of the names above it. */
export const barrier = 'sum'
export type Listed = Entry | typeof barrier

/** A thing as listed: its name, which may run over several lines, and the amounts of its line. */
export interface Row {
  line: Line
  name: Span[]
  /** Where its name begins: what stands further in belongs to the thing above. */
  left: number
  amounts: Amount[]
  /** Those of them that may be its price. */
  money: Amount[]
  isDiscount: boolean
}

import { type Spot, spotsOf } from '../labels.ts'
import { withWordsMended } from '../misread-words.ts'
import type { Line } from '../text-lines.ts'
import { type AmountKind, amountLabels } from './amount-labels.ts'
import { amountWords } from './amount-words.ts'

/** The text that labels of amounts are looked for in. */
export const softPlain = (line: Line): string =>
  line.source === 'ocr' ? softened(line.plain.replace(bracket, '(')) : line.plain

/** "IVAC19%)": the bracket before a rate. */
const bracket = /(?<=[a-z]{2})c(?=\d{1,2}(?:[.,]\d{1,2})? ?%)/g

const soft = new WeakMap<Line, Line>()

/** The labels of amounts on a line, also where an engine took letters for digits: "T0TAL", "6ST". */
export function amountSpots(line: Line): Spot<AmountKind>[] {
  const known = soft.get(line) ?? withWordsMended({ ...line, plain: softPlain(line) }, amountWords)
  soft.set(line, known)
  return spotsOf(known, amountLabels).map((spot) => ({ ...spot, span: { ...spot.span, line } }))
}

const letters: Record<string, string> = { '0': 'o', '1': 'l', '4': 'a', '5': 's', '6': 'g', '8': 'b' }

/** Words that are letters but for a digit or two become all letters, each in its place. */
const softened = (plain: string) =>
  plain.replace(/[a-z0-9]*[a-z][a-z0-9]*/g, (word) => {
    const digits = word.replace(/[a-z]/g, '').length
    if (digits === 0 || digits > 2 || digits * 2 > word.length) return word
    return word.replace(/[014568]/g, (digit) => letters[digit]!)
  })

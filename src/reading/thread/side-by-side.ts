import { type Line, turnedAbout } from './line.ts'
import type { SeenWord } from './seen-word.ts'

/** A line and what was read on it. */
export interface SeenLine {
  line: Line
  words: SeenWord[]
}

/** Paper between two receipts is at least so many lines wide, and each has at least so many lines. */
const gutter = 2
const fewestLines = 5
/** A receipt tells its day, amounts, and what they come to: what does not is half of another. */
const fewestAmounts = 2
const day = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[ .-]?\p{L}{3,}[ .-]?\d{2,4}/u
const amount = /\d[.,]\d\d(?!\d)/
const sum = /total|t0tal|importe|a pagar|suma|summe|betrag|montant|somma|valor/i
/** Of labels and their values nearly all stand in the same rows; of two receipts about every other line. */
const inSameRows = 0.8
const sameRow = 0.3

interface Placed extends SeenLine {
  left: number
  right: number
  y: number
}

/**
 * Receipts that lie beside each other on one picture, one after the other; a single one, and whatever else has columns,
 * as it is. Lines keep their order among themselves.
 */
export function oneByOne(lines: SeenLine[], lie: number): SeenLine[] {
  const placed = lines.map((each) => {
    const { x, y } = turnedAbout(each.line, { x: 0, y: 0 }, -lie)
    return {
      ...each,
      y,
      left: x - each.line.length / 2,
      right: x + each.line.length / 2,
    }
  })
  return apart(placed).flat()
}

function apart(lines: Placed[]): Placed[][] {
  const heights = lines.map(({ line }) => line.height).sort((a, b) => a - b)
  const wide = gutter * (heights[heights.length >> 1] ?? 0)
  let reached = Number.NEGATIVE_INFINITY
  for (const { left, right } of lines.toSorted((a, b) => a.left - b.left)) {
    if (left - reached >= wide) {
      const [one, other] = [
        lines.filter((each) => each.right <= reached),
        lines.filter((each) => each.left >= left),
      ]
      if (isReceipt(one) && isReceipt(other) && !areInSameRows(one, other))
        return [...apart(one), ...apart(other)]
    }
    reached = Math.max(reached, right)
  }
  return [lines]
}

function isReceipt(lines: Placed[]) {
  const texts = lines.map(({ words }) => words.map(({ text }) => text).join(' '))
  const amounts = texts.filter((text) => amount.test(text)).length
  const says = (what: RegExp) => texts.some((text) => what.test(text))
  return lines.length >= fewestLines && amounts >= fewestAmounts && says(sum) && says(day)
}

function areInSameRows(some: Placed[], others: Placed[]) {
  const [few, many] = some.length < others.length ? [some, others] : [others, some]
  const beside = few.filter((one) => many.some(({ y }) => Math.abs(y - one.y) < sameRow * one.line.height))
  return beside.length > inSameRows * few.length
}

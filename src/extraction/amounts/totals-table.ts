import { type Micros, roundingUnit, sumOf, within } from '../../invoices/money.ts'
import { isItemsHeader } from '../items/item-header.ts'
import type { Spot } from '../labels.ts'
import { limits } from '../limits.ts'
import { cellsOf, type Line, type Span } from '../text-lines.ts'
import { type Amount, type AmountsByLine, leftOf, rightOf } from './amount.ts'
import type { AmountKind } from './amount-labels.ts'
import { amountSpots } from './amount-spots.ts'
import { type Claims, noClaims } from './claims.ts'

/** A heading and the amounts that stand under it. */
interface Column {
  spot: Spot<AmountKind>
  amounts: Amount[]
}

const mostRows = 8

/** Totals in a table: "Base | VAT | Total" in a row and their amounts under them, one row a rate and maybe a sum. */
export function tableClaims(lines: Line[], amounts: AmountsByLine): Claims {
  const claims = noClaims()
  lines.forEach((line, at) => {
    const spots = amountSpots(line)
    if (spots.length < 2 || isItemsHeader(line)) return
    if ((amounts.get(line) ?? []).some(({ isMoney }) => isMoney)) return
    for (const { spot, amounts: column } of columnsUnder(line, spots, rowsBelow(lines, at, amounts))) {
      if (column.length === 0 || spot.kind === 'other') continue
      const role = spot.kind === 'net' ? 'subtotal' : spot.kind
      const score = spot.weight + 0.6 * (at / lines.length)
      for (const { better, ...sum } of sumsIn(column)) claims[role].push({ ...sum, score: score + better })
    }
  })
  return claims
}

/** Rows of numbers, up to the first line that says something else. */
function rowsBelow(lines: Line[], at: number, amounts: AmountsByLine): Amount[][] {
  const rows: Amount[][] = []
  let above = lines[at]!
  for (const line of lines.slice(at + 1, at + 1 + mostRows)) {
    const tall = line.box[3] - line.box[1]
    if (line.page !== above.page || line.box[1] - above.box[3] > 4 * tall) break
    const money = (amounts.get(line) ?? []).filter(({ isPercent }) => !isPercent)
    if (rows.length > 0 && (money.length === 0 || saysMore(line))) break
    if (money.length === 1 && amountSpots(line)[0]?.kind === 'total') break
    if (money.some(({ isMoney }) => isMoney)) rows.push(money.slice(0, limits.amountsPerLine))
    above = line
  }
  return rows
}

/** "Due on 04/12: 1.456,96, to be drawn from account …" is a sentence, and no row of a table. */
const saysMore = ({ words }: Line) => words.filter(({ text }) => /\p{L}{4}/u.test(text)).length >= 3

function columnsUnder(line: Line, spots: Spot<AmountKind>[], rows: Amount[][]): Column[] {
  const columns: Column[] = spots.map((spot) => ({ spot, amounts: [] }))
  const rest = line.words.flatMap((_, i) =>
    spots.some(({ span }) => i >= span.from && i < span.to) ? [] : [{ line, from: i, to: i + 1 }],
  )
  const starts = boxStarts(line, spots)
  for (const row of rows) {
    const boxes = boxesOf(row, starts)
    for (const [at, amount] of row.entries()) {
      if (boxes) {
        columns.find(({ spot }) => startOf(spot.span) === boxes[at])?.amounts.push(amount)
        continue
      }
      const column = columns.toSorted((a, b) => away(amount, a.spot.span) - away(amount, b.spot.span))[0]!
      const nearest = away(amount, column.spot.span)
      if (nearest < 3 * line.em && rest.every((span) => away(amount, span) >= nearest))
        column.amounts.push(amount)
    }
  }
  return columns
}

const startOf = ({ line, from }: Span) => line.words[from]!.box[0]

/** Where the boxes of a form begin: each with its label, however close to the next one. */
const boxStarts = (line: Line, spots: Spot<AmountKind>[]): number[] =>
  [...new Set([...cellsOf(line), ...spots.map(({ span }) => span)].map(startOf))].sort((a, b) => a - b)

/** In a form each amount has a box of its own, anywhere under its label and before the next: then that's where it belongs. */
function boxesOf(row: Amount[], starts: number[]): number[] | null {
  const boxes = row.map((amount) => starts.findLast((start) => start <= leftOf(amount)))
  if (row.length !== starts.length || new Set(boxes).size < starts.length) return null
  return boxes.every((box): box is number => box !== undefined) ? boxes : null
}

/** How far an amount stands from right under a heading: edges or middles may be in line. */
function away(amount: Amount, heading: Span): number {
  const [left, right] = [leftOf(amount), rightOf(amount)]
  const [from, to] = [heading.line.words[heading.from]!.box[0], heading.line.words[heading.to - 1]!.box[2]]
  return Math.min(Math.abs(left - from), Math.abs(right - to), Math.abs(left + right - from - to) / 2)
}

/** What a column comes to: its last amount where that is the sum of the others, else all of them together. */
function sumsIn(column: Amount[]): { micros: Micros; spans: Span[]; better: number }[] {
  const last = column.at(-1)!
  const printed = { micros: last.micros, spans: [last.span] }
  const others = sumOf(column.slice(0, -1).map(({ micros }) => micros))
  if (column.length === 1) return [{ ...printed, better: 0 }]
  if (within(others, last.micros, 2n * roundingUnit(null))) return [{ ...printed, better: 0.5 }]
  const together = { micros: others + last.micros, spans: column.map(({ span }) => span) }
  return [
    { ...together, better: 0 },
    { ...printed, better: -0.8 },
  ]
}

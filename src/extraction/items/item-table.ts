import type { AmountsByLine } from '../amounts/amount.ts'
import type { Line } from '../text-lines.ts'
import { type Heading, headingsOf, isItemsHeader } from './item-header.ts'

/** Where things are listed: under headings, or on a receipt's lines without any. */
export interface ItemTable {
  headings: Heading[]
  /** What follows the headings, to the end of the document, without headings repeated on further pages. */
  body: Line[]
}

const mostTables = 4

/** Every table of things: the pages of a long one are one. */
export function itemTables(lines: Line[], amounts: AmountsByLine): ItemTable[] {
  const tables: ItemTable[] = []
  lines.forEach((line, at) => {
    if (!isItemsHeader(line) || tables.length === mostTables) return
    const headings = headingsOf(line)
    if (tables.some((table) => isAlike(table.headings, headings))) return
    const stack = stackAt(lines, at, amounts)
    tables.push({
      headings: [...headings, ...stack.lines.flatMap(headingsOf)].sort((a, b) => a.left - b.left),
      body: lines.slice(stack.end).filter((other) => !isRepeated(other, headings)),
    })
  })
  return tables
}

const mostStacked = 2

/** Headings of two or three lines: close above and below the line that names most columns, and nothing else. */
function stackAt(lines: Line[], at: number, amounts: AmountsByLine): { lines: Line[]; end: number } {
  const isClose = (a: Line, b: Line) => a.page === b.page && b.box[1] - a.box[3] < (a.box[3] - a.box[1]) * 0.8
  const isPart = (line: Line) => (amounts.get(line) ?? []).length === 0 && isHeading(line)
  let [from, end] = [at, at + 1]
  while (
    at - from < mostStacked &&
    from > 0 &&
    isClose(lines[from - 1]!, lines[from]!) &&
    isPart(lines[from - 1]!)
  )
    from--
  while (
    end - at <= mostStacked &&
    end < lines.length &&
    isClose(lines[end - 1]!, lines[end]!) &&
    isPart(lines[end]!)
  )
    end++
  return { lines: [...lines.slice(from, at), ...lines.slice(at + 1, end)], end }
}

function isHeading(line: Line): boolean {
  const letters = (from: number, to: number) =>
    line.words.slice(from, to).reduce((sum, { text }) => sum + text.length, 0)
  const named = headingsOf(line).filter(({ kind }) => kind !== 'unknown')
  const known = named.reduce((sum, { span }) => sum + letters(span.from, span.to), 0)
  return known >= 0.6 * letters(0, line.words.length)
}

const isRepeated = (line: Line, headings: Heading[]) =>
  isItemsHeader(line) && isAlike(headingsOf(line), headings)

const isAlike = (some: Heading[], others: Heading[]) => {
  const kinds = (headings: Heading[]) => new Set(headings.map(({ kind }) => kind))
  const [a, b] = [kinds(some), kinds(others)]
  return [...b].every((kind) => kind === 'aside' || kind === 'unknown' || a.has(kind))
}

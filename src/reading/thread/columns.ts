import type { Word } from '../../invoices/words.ts'

export interface Line {
  /** Its middle and its height, in widths of the page. */
  y: number
  size: number
  words: Word[]
}

/** Nothing narrower than this share of the page's width parts two columns. */
const gutter = 0.03
/** Fewer lines side by side are a row that is broken, or a label and its value. */
const fewestLines = 3
/** Lines further apart than so many of their heights are two blocks; what is no block this way may be the other. */
const blockGaps = [3, 1.9]
/** What is read column by column: text in words. Figures, labels and codes are read row by row. */
const proseLetters = 0.6
const proseWords = 1.8

type Span = [number, number]

/**
 * The words of blocks of prose that stand side by side from a line on, as sender and recipient do, and how many
 * lines they take. Nothing for a table or a list of labels and values: those are read in rows.
 */
export function columnsOf(lines: Line[], start: number, tall: number) {
  for (const gap of blockGaps) {
    const found = blockOf(lines, start, tall, gap)
    if (found) return found
  }
}

function blockOf(lines: Line[], start: number, tall: number, blockGap: number) {
  let spans: Span[] = []
  let end = start
  for (; end < lines.length; end++) {
    const [last, line] = [lines[end - 1], lines[end]!]
    if (end > start && line.y - last!.y > blockGap * Math.min(last!.size, line.size)) break
    const wider = line.words.reduce((all, { box }) => withSpan(all, [box[0], box[2]]), spans)
    if (wider.length < 2 && end - start >= fewestLines - 1) break
    spans = wider
  }
  if (end - start < fewestLines || spans.length < 2) return
  const words = lines.slice(start, end).flatMap((line) => line.words)
  const columns = spans.map(([from, to]) => words.filter(({ box }) => box[0] >= from && box[2] <= to))
  return columns.every((column) => isProse(column, tall)) ? { columns, count: end - start } : undefined
}

function isProse(words: Word[], tall: number) {
  const rows = Map.groupBy(words, ({ box }) => Math.round(((box[1] + box[3]) / 2) * tall * 200))
  if (rows.size < fewestLines || words.length < rows.size * proseWords) return false
  const labels = [...rows.values()].filter((row) => row.some(({ text }) => text.endsWith(':')))
  if (labels.length > rows.size / 2) return false
  const text = words.map((word) => word.text).join('')
  return (text.match(/\p{L}/gu)?.length ?? 0) >= text.length * proseLetters
}

/** Spans of ground, from left to right, with one more; those that are no gutter apart are one. */
function withSpan(spans: Span[], span: Span): Span[] {
  const near = ([from, to]: Span) => from < span[1] + gutter && to > span[0] - gutter
  const one = spans
    .filter(near)
    .reduce<Span>((all, [from, to]) => [Math.min(all[0], from), Math.max(all[1], to)], span)
  return [...spans.filter((other) => !near(other)), one].sort((a, b) => a[0] - b[0])
}

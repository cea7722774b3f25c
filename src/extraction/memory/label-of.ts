import { cellsOf, type Line, type Span } from '../text-lines.ts'
import { cellsBetween, linesBelow, sidesOf } from './follow-rule.ts'
import type { ByLabel } from './rule.ts'

export type Label = Pick<ByLabel, 'label' | 'stands'>

/** A label says what a thing is in a few words; the last of a long sentence stand nearest to the value. */
const mostWords = 6
const mostCharacters = 80
/** What stands further to the left, in shares of the page, belongs to another column rather than to the value. */
const nearby = 0.2

/** The words that announce a value, the likeliest first: those before it on its row, and those above it. */
export function labelsOf(value: Span, lines: Line[]): Label[] {
  const before = wordsBefore(value)
  const above = wordsAbove(value, lines)
  const right = before ? [{ label: before.label, stands: 'right' as const }] : []
  const below = above ? [{ label: above, stands: 'below' as const }] : []
  return before && before.gap > nearby ? [...below, ...right] : [...right, ...below]
}

/** In its own cell, or in the nearest one to the left that has words. */
function wordsBefore({ line, from }: Span): { label: string; gap: number } | null {
  const cells = cellsOf(line).filter((cell) => cell.from < from)
  for (const cell of cells.reverse()) {
    const words = { ...cell, to: Math.min(cell.to, from) }
    const label = labelIn(words)
    if (label) return { label, gap: line.words[from]!.box[0] - sidesOf(words)[1] }
  }
  return null
}

function wordsAbove(value: Span, lines: Line[]): string | null {
  const at = lines.indexOf(value.line)
  const [left, right] = sidesOf(value)
  for (const line of lines.slice(Math.max(0, at - linesBelow), at).reverse()) {
    if (line.page !== value.line.page) return null
    for (const cell of cellsBetween(line, left, right)) {
      const label = labelIn(cell)
      if (label) return label
    }
  }
  return null
}

/** The words of a cell as a label; what holds a number is another value, and says something else next time. */
function labelIn({ line, from, to }: Span): string | null {
  let start = Math.max(from, to - mostWords)
  for (let i = start; i < to; i++) if (/\d{3}|\d[.,/-]\d/.test(line.words[i]!.text)) start = i + 1
  const end = to < line.words.length ? line.starts[to] : line.plain.length
  const text = line.plain.slice(line.starts[start], end).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  return start < to && text.length <= mostCharacters && /\p{L}{2}/u.test(text) ? text : null
}

import { mendedLabels } from './mended-labels.ts'
import { type Line, type Span, spanAt } from './text-lines.ts'

/** A wording that says what stands beside or below it. */
export interface Label<Kind extends string> {
  kind: Kind
  /** How plainly it says so. */
  weight: number
  pattern: RegExp
}

export interface Spot<Kind extends string> {
  kind: Kind
  weight: number
  span: Span
}

/** A label in folded text: whole words, so that "total" isn't found in "subtotal". */
export const label = <Kind extends string>(
  kind: Kind,
  weight: number,
  ...wordings: string[]
): Label<Kind> => ({
  kind,
  weight,
  pattern: new RegExp(`(?<![a-z0-9_])${oneOf(...wordings)}(?![a-z0-9_])`, 'g'),
})

export const oneOf = (...wordings: string[]) => `(?:${wordings.join('|')})`

// Several finders ask the same line for the same labels, and a long line is dear to search.
const known = new WeakMap<Line, { plain: string; spots: Map<unknown, unknown> }>()

/** The labels of a line, left to right; where two overlap, the one that is listed first. */
export function spotsOf<Kind extends string>(line: Line, labels: Label<Kind>[]): Spot<Kind>[] {
  const { plain, spots } = known.get(line) ?? { plain: mendedLabels(line), spots: new Map() }
  known.set(line, { plain, spots })
  if (!spots.has(labels)) spots.set(labels, searched(line, plain, labels))
  return spots.get(labels) as Spot<Kind>[]
}

function searched<Kind extends string>(line: Line, plain: string, labels: Label<Kind>[]): Spot<Kind>[] {
  const taken: { start: number; end: number; spot: Spot<Kind> }[] = []
  for (const { kind, weight, pattern } of labels)
    for (const match of plain.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (taken.some((other) => start < other.end && end > other.start)) continue
      taken.push({ start, end, spot: { kind, weight, span: spanAt(line, start, match[0].length) } })
    }
  return taken.sort((a, b) => a.start - b.start).map(({ spot }) => spot)
}

export const overlapsAcross = (a: Span, b: Span, slack: number): boolean => {
  const [left, right] = [a, b].map(({ line, from, to }) => [
    line.words[from]!.box[0],
    line.words[to - 1]!.box[2],
  ])
  return left![0]! - slack < right![1]! && right![0]! - slack < left![1]!
}

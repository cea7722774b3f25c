import { invoiceData } from '../../invoices/invoice-data.ts'
import type { Survey } from '../survey.ts'
import { cellsOf, type Line, type Span, spanAt } from '../text-lines.ts'
import { type ReadValue, readValues } from './read-value.ts'
import type { ByLabel, ByPlace, How, RuleField } from './rule.ts'

/** What a rule found, and where it stands; nowhere, if it is always the same. */
export interface Followed {
  value: string | number
  spans: Span[]
}

/** A value below its label stands on one of so many lines. */
export const linesBelow = 3
/** How far a place may have moved, in shares of the page: by about a line. */
const driftUp = 0.012

/** What a rule finds in a document; null where it finds nothing that its field may be. */
export function followRule(field: RuleField, how: How, survey: Survey): Followed | null {
  const found =
    how.by === 'default'
      ? { value: how.value, span: null }
      : how.by === 'label'
        ? byLabel(field, how, survey)
        : byPlace(field, how, survey)
  const value = invoiceData.shape[field].safeParse(found?.value).data
  return found && value !== undefined && value !== null
    ? { value, spans: found.span ? [found.span] : [] }
    : null
}

function byLabel(field: RuleField, how: ByLabel, survey: Survey): ReadValue | null {
  for (const [at, line] of survey.lines.entries())
    for (const label of labelsIn(line, how.label))
      for (const stretch of how.stands === 'right' ? rightOf(label) : below(label, survey.lines, at)) {
        const values = readValues(field, stretch, how, survey)
        const value = how.pick === 'first' ? values[0] : values.at(-1)
        if (value) return value
      }
  return null
}

/** The places of a line that say a label in whole words. */
function labelsIn(line: Line, label: string): Span[] {
  const found: Span[] = []
  for (let at = line.plain.indexOf(label); at >= 0; at = line.plain.indexOf(label, at + label.length)) {
    const around = (line.plain[at - 1] ?? ' ') + (line.plain[at + label.length] ?? ' ')
    if (!/[\p{L}\p{N}]/u.test(around)) found.push(spanAt(line, at, label.length))
  }
  return found
}

const rightOf = ({ line, to }: Span): Span[] =>
  to < line.words.length ? [{ line, from: to, to: line.words.length }] : []

/** The cells under a label, the nearest line first. */
function below(label: Span, lines: Line[], at: number): Span[] {
  const [left, right] = sidesOf(label)
  return lines
    .slice(at + 1, at + 1 + linesBelow)
    .filter(({ page }) => page === label.line.page)
    .flatMap((line) => cellsBetween(line, left, right))
}

function byPlace(field: RuleField, how: ByPlace, survey: Survey): ReadValue | null {
  const [x0, y0, x1, y1] = how.box
  const page = how.page === 'first' ? survey.lines[0]?.page : survey.lines.at(-1)?.page
  const off = (line: Line) => Math.abs(heightOf(line) - (y0 + y1) / 2)
  const around = survey.lines.filter(
    (line) => line.page === page && heightOf(line) > y0 - driftUp && heightOf(line) < y1 + driftUp,
  )
  for (const line of around.sort((a, b) => off(a) - off(b)))
    for (const cell of cellsBetween(line, x0, x1)) {
      const [value] = readValues(field, cell, how, survey)
      if (value) return value
    }
  return null
}

export const sidesOf = ({ line, from, to }: Span): [number, number] => [
  line.words[from]!.box[0],
  line.words[to - 1]!.box[2],
]

/** The cells that stand there across the page, give or take a letter; those in the middle of it first. */
export function cellsBetween(line: Line, left: number, right: number): Span[] {
  const off = (cell: Span) => Math.abs(sidesOf(cell)[0] + sidesOf(cell)[1] - left - right)
  return cellsOf(line)
    .filter((cell) => sidesOf(cell)[0] < right + line.em && sidesOf(cell)[1] > left - line.em)
    .sort((a, b) => off(a) - off(b))
}

const heightOf = ({ box }: Line) => (box[1] + box[3]) / 2

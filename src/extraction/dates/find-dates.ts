import type { Findings, Found } from '../found.ts'
import { type Spot, spotsOf } from '../labels.ts'
import type { Line } from '../text-lines.ts'
import { type DateKind, dateLabels } from './date-labels.ts'
import type { PrintedDate } from './dates.ts'

/** The day the document was issued and the day it falls due. */
export function findDates(lines: Line[], dates: PrintedDate[]): Findings {
  const judged = dates.map((date, at) => judge(date, at, dates, lines))
  const issued = best(judged, issuedScore)
  const due = best(judged, ({ kind, weight }) => (kind === 'due' ? weight : -1))
  const isSame = due?.date === issued?.date
  return {
    ...(issued ? { date: found(issued.date, issuedConfidence(issued, judged)) } : {}),
    ...(due && !isSame ? { due_date: found(due.date, 0.9) } : {}),
  }
}

interface Judged {
  date: PrintedDate
  kind: DateKind | null
  weight: number
  hasTime: boolean
  /** One end of "from … to …". */
  isRange: boolean
  copies: number
  at: number
}

const time =
  /(?<![\d.,:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d,]|\.\d)|(?<!\d)\d{1,2} ?(?:uhr|hrs?|am|pm)(?![a-z])/

function judge(date: PrintedDate, at: number, dates: PrintedDate[], lines: Line[]): Judged {
  const { line } = date.span
  const spot = labelOf(date, dates, lines)
  const isCodes = spot?.kind === 'due' && isOfCode(line, lines)
  return {
    date,
    kind: isCodes ? 'never' : (spot?.kind ?? null),
    weight: spot?.weight ?? 0,
    hasTime: time.test(restOf(date)),
    isRange: dates.some((other) => other !== date && other.span.line === line && isOneRange(date, other)),
    copies: dates.filter(({ iso }) => iso === date.iso).length,
    at,
  }
}

/** In Argentina a fiscal code expires, and says so on its own line or on the next. */
const isOfCode = (line: Line, lines: Line[]) =>
  [line, lines[lines.indexOf(line) - 1]].some(
    (near) => near && /(?<![a-z])c\.?a\.?[ei]\.?(?![a-z])/.test(near.plain),
  )

const restOf = ({ span: { line, from, to } }: PrintedDate) =>
  line.words
    .filter((_, i) => i < from || i >= to - 1)
    .map(({ text }) => text)
    .join(' ')

const between = /^\W*(?:bis(?: zum)?|to|a|al|au|hasta(?: el)?|until|through|thru|und|y|-|–)?\W*$/

function isOneRange(a: PrintedDate, b: PrintedDate): boolean {
  const [first, second] = a.span.from < b.span.from ? [a, b] : [b, a]
  const { line } = first.span
  const words = line.words.slice(first.span.to, second.span.from).map(({ text }) => text.toLowerCase())
  const gap = line.words[second.span.from]!.box[0] - line.words[first.span.to - 1]!.box[2]
  return words.length > 0 && words.length < 4 && gap < 10 * line.em && between.test(words.join(' '))
}

const most = 10

function issuedScore({ date, kind, weight, hasTime, isRange, copies, at }: Judged): number {
  if (kind === 'never') return -1
  const place = 0.4 / (1 + at)
  const support = (hasTime ? 0.5 : 0) + Math.min(0.6, 0.2 * (copies - 1)) + place - (date.isLoose ? 0.3 : 0)
  if (isRange && kind !== 'date') return 0.3 + support
  if (kind === 'due') return 0.2 + place
  if (kind === 'other') return 0.5 + support
  if (kind === 'date') return 2 + weight + support
  return 1.5 + (hasTime ? 1 : 0) + support
}

function best(judged: Judged[], score: (one: Judged) => number): Judged | null {
  const [first] = judged
    .map((one) => ({ one, score: score(one) }))
    .filter((scored) => scored.score >= 0)
    .sort((a, b) => b.score - a.score)
  return first && first.score < most ? first.one : null
}

/** Named dates are sure; of dates that nobody names, the only one, or the one with a time, may be it. */
function issuedConfidence({ kind, weight, hasTime, isRange, date }: Judged, judged: Judged[]): number {
  const loose = date.isLoose ? 0.15 : 0
  if (kind === 'date') {
    const rivals = judged.filter((other) => other.kind === 'date' && other.weight >= weight)
    const agreed = rivals.every(({ date: { iso } }) => iso === date.iso)
    return (weight >= 4 ? 0.96 : weight >= 3 ? 0.94 : 0.85) - (agreed ? 0 : 0.12) - loose
  }
  if (kind === 'due' || kind === 'other' || isRange) return 0.35
  const days = new Set(judged.filter((other) => other.kind === null).map(({ date: { iso } }) => iso)).size
  return (days === 1 ? (hasTime ? 0.9 : 0.78) : hasTime ? 0.7 : 0.5) - loose
}

const found = ({ iso, span, isAmbiguous }: PrintedDate, confidence: number): Found<string> => ({
  value: iso,
  confidence: isAmbiguous ? confidence * 0.92 : confidence,
  spans: [span],
})

const joint = /^\W*(?:vom|du|le|of|dated|del?|am|van|den)?\W*$/

/** The label before the date on its line, or the one above it. */
function labelOf({ span }: PrintedDate, dates: PrintedDate[], lines: Line[]): Spot<DateKind> | undefined {
  const { line } = span
  const before = spotsOf(line, dateLabels).findLast((spot) => spot.span.from <= span.from)
  if (before && isNear(before, span.from)) return before
  const at = lines.indexOf(line)
  const above = lines.slice(Math.max(0, at - 2), at).reverse()
  // "Invoice no. 47" and below it "of 1 May": one sentence in two lines.
  const opening = line.plain.slice(0, line.starts[span.from])
  if (opening.trim() !== '' && joint.test(opening) && above[0]?.page === line.page) {
    const sentence = spotsOf(above[0], dateLabels).at(-1)
    if (sentence) return { ...sentence, weight: sentence.weight + 2 }
  }
  for (const other of above) {
    if (other.page !== line.page) return undefined
    // A label with a date beside it has said what it says.
    const isOpen = (spot: Spot<DateKind>) =>
      !dates.some((date) => date.span.line === other && date.span.from >= spot.span.to)
    const labels = spotsOf(other, dateLabels).filter(
      (spot) => isOpen(spot) && offset(spot, span) < 4 * line.em,
    )
    const nearest = labels.toSorted((a, b) => offset(a, span) - offset(b, span))[0]
    if (nearest) return nearest
  }
  return undefined
}

/** A label at the other side of the page says nothing about a date in another column. */
function isNear({ span, kind }: Spot<DateKind>, from: number): boolean {
  const { words, em } = span.line
  const gap = words[from]!.box[0] - words[span.to - 1]!.box[2]
  return gap < 0.45 && (kind !== 'other' || gap < 25 * em)
}

/** How far the middles of a label and of what stands under it are apart, beyond what they share. */
function offset({ span }: Spot<DateKind>, target: PrintedDate['span']): number {
  const [left, right] = [span, target].map(({ line, from, to }) => [
    line.words[from]!.box[0],
    line.words[to - 1]!.box[2],
  ])
  return Math.max(0, left![0]! - right![1]!, right![0]! - left![1]!) + Math.abs(left![0]! - right![0]!) * 0.1
}

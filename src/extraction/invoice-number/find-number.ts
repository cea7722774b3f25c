import type { Found } from '../found.ts'
import { overlapsAcross, type Spot, spotsOf } from '../labels.ts'
import { isStreet } from '../parties/postal.ts'
import { cellsOf, fold, type Line, type Span, textOf } from '../text-lines.ts'
import { bareWeight, type NumberKind, numberLabels, numberSign, signWeight } from './number-labels.ts'
import { isNumber, likeness, numberFrom, numberText } from './number-shape.ts'

interface Scored {
  span: Span
  value: string
  score: number
  weight: number
}

/** The document's own number: what stands beside or below the word for it, never an order's, a customer's or a date. */
export function findNumber(lines: Line[], taken: Span[]): Found<string> | null {
  const known = new Set(taken.map(bare).filter((text) => text.length > longestDate))
  const scored: Scored[] = []
  let series: Span | null = null
  lines.forEach((line, at) => {
    for (const one of spotsOf(line, numberLabels)) {
      const spot = one.kind === 'other' ? (signOfItsOwn(one) ?? one) : one
      if (spot.kind === 'other') continue
      const beside = numberFrom(line, spot.span.to)
      const pointed = beside ?? (spot.weight !== 0 ? numberBelow(spot, lines.slice(at + 1, at + 4)) : null)
      if (!pointed || taken.some((span) => overlaps(pointed, span)) || known.has(bare(pointed))) continue
      const value = numberText(pointed)
      if (spot.kind === 'series') series ??= pointed
      else {
        const score = scoreOf(spot, pointed, value, beside !== null) - at / lines.length
        // "§ 4 Nr. 10a": far from the head, a short number is any other thing's.
        const isShort = spot.weight < 4 && likeness(value) < 0 && at > lines.length * 0.4
        const isStray = isShort || isInStreet(spot, value) || isSomethings(spot)
        if (score > 2 && !isStray) scored.push({ span: pointed, value, score, weight: spot.weight })
      }
    }
  })
  for (const one of scored) one.score += Math.min(0.9, 0.3 * (copiesOf(one.value, lines) - 1))
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  return best ? foundNumber(best, series, scored) : null
}

/** "Ana Ruiz        N° 2-91": a sign that begins a cell is of no word in the cell before. */
function signOfItsOwn({ span: { line, to } }: Spot<NumberKind>): Spot<NumberKind> | null {
  const [before, sign] = [line.words[to - 2], line.words[to - 1]!]
  const isFirst = before !== undefined && sign.box[0] - before.box[2] > 2 * line.em
  return isFirst && numberSign.test(fold(sign.text))
    ? { kind: 'number', weight: signWeight, span: { line, from: to - 1, to } }
    : null
}

/** "30-50001091-2" and "30500010912" are one identity. */
const bare = (span: Span) => textOf(span).replace(/[^\p{L}\d]/gu, '')
const longestDate = 8

const overlaps = (a: Span, b: Span) => a.line === b.line && a.from < b.to && a.to > b.from

function scoreOf({ weight }: Spot<NumberKind>, span: Span, value: string, isBeside: boolean): number {
  const like = likeness(value)
  // The name of the document alone, or half a sign, only stands before what can be nothing else, or says it is one.
  const isSigned = weight > bareWeight && isBeside && /^#\d/.test(textOf(span))
  if (weight < 3 && like < 0.5 && !isSigned) return 0
  return weight + like - (isBeside ? 0 : 0.4)
}

/** "No. 37, Station Road", "Calle 15 # 93-60": a bare sign for a number stands in addresses too. */
function isInStreet({ weight, span: { line, from, to } }: Spot<NumberKind>, value: string): boolean {
  const cell = cellsOf(line).find((one) => one.from <= from && one.to > from)
  if (weight >= 4 || !cell) return false
  if (/^\S*\d,$/.test(line.words[to]?.text ?? '') && cell.to > to + 1) return true
  const before = fold(textOf({ ...cell, to: from })).replace(/^.*:/, '')
  return (likeness(value) < 0 && isStreet(fold(textOf(cell)))) || isStreet(before.trim())
}

/** "Approval N 4711": a bare sign for a number belongs to the word before it. */
const isSomethings = ({ weight, span: { line, from } }: Spot<NumberKind>) => {
  const [before, sign] = [line.words[from - 1], line.words[from]!]
  const isClose = before !== undefined && sign.box[0] - before.box[2] < line.em
  return weight === bareWeight && isClose && /\p{L}{3}/u.test(before.text)
}

const copiesOf = (value: string, lines: Line[]) => {
  const plain = value.toLowerCase()
  return plain.length < 5 ? 1 : lines.filter((line) => line.plain.includes(plain)).length
}

function foundNumber(best: Scored, series: Span | null, scored: Scored[]): Found<string> {
  const prefix =
    series && /^\d+$/.test(best.value) && !overlaps(series, best.span) ? `${numberText(series)}-` : ''
  const rival = scored.find(({ value, score }) => value !== best.value && score > best.score - 0.7)
  const base = best.weight >= 5 ? 0.93 : best.weight >= 4 ? 0.9 : best.weight > 3 ? 0.86 : 0.72
  const confidence = base + 0.05 * likeness(best.value) - (rival ? 0.15 : 0)
  return {
    value: prefix + best.value,
    confidence: Math.min(0.97, confidence),
    spans: prefix ? [series!, best.span] : [best.span],
  }
}

/** Under a label that has its cell for itself, in the same column. */
function numberBelow({ span, weight }: Spot<NumberKind>, lines: Line[]): Span | null {
  const cell = cellsOf(span.line).find(({ from, to }) => from <= span.from && to > span.from)
  if (cell && (cell.from < span.from - 1 || (weight < 4 && cell.to > span.to))) return null
  const head = cell ? { ...cell, to: Math.max(span.to, cell.to) } : span
  for (const line of lines) {
    if (line.page !== span.line.page) return null
    const under = cellsOf(line).filter((other) => overlapsAcross(other, head, line.em * 0.5))
    const number = under
      .map((other) => numberFrom(line, other.from))
      .find((span) => span && isNumber(numberText(span)) && overlapsAcross(span, head, line.em * 3))
    if (number) return number
    // What stands under another heading is that one's.
    if (under.length > 0) return null
  }
  return null
}

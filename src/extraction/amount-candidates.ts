import { type AmountKind, amountLabels } from './amount-labels.ts'
import type { Amount, AmountsByLine } from './amounts.ts'
import { isItemsHeader } from './item-header.ts'
import { overlapsAcross, type Spot, spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import type { Line } from './text-lines.ts'

export interface Candidate {
  amount: Amount
  score: number
}

export type Candidates = Record<AmountKind, Candidate[]>

const linesBelow = 3

/** What each kind of label points at, the likeliest first. */
export function amountCandidates(lines: Line[], amounts: AmountsByLine): Candidates {
  const found: Candidates = {
    total: [],
    subtotal: [],
    tax: [],
    withheld: [],
    paid: [],
    change: [],
    other: [],
  }
  lines.forEach((line, at) => {
    if (isItemsHeader(line)) return
    const spots = spotsOf(line, amountLabels)
    spots.forEach((spot, i) => {
      if (spot.kind === 'other') return
      const pointed = beside(spot, spots[i + 1], amounts.get(line) ?? [])
      const later = 0.6 * (at / lines.length)
      const elsewhere = () => [
        ...slipped(spot, [lines[at - 1], lines[at + 1]], amounts),
        ...below(spot, lines.slice(at + 1, at + 1 + linesBelow), amounts),
      ]
      const pointedAt = pointed.length > 0 ? pointed : elsewhere()
      for (const { amount, score } of pointedAt) found[spot.kind].push({ amount, score: score + later })
    })
  })
  for (const kind of Object.keys(found) as AmountKind[]) found[kind] = best(found[kind])
  return found
}

/** Amounts between this label and the next one: the last is the one meant, before it stand rates and bases. */
function beside(spot: Spot<AmountKind>, next: Spot<AmountKind> | undefined, amounts: Amount[]): Candidate[] {
  const between = amounts.filter(
    ({ span, isPercent }) =>
      !isPercent && span.from >= spot.span.to && (next === undefined || span.to <= next.span.from),
  )
  return between.map((amount, i) => ({
    amount,
    score: spot.weight + moneyScore(amount) - (i < between.length - 1 ? 0.8 : 0),
  }))
}

function below(spot: Spot<AmountKind>, lines: Line[], amounts: AmountsByLine): Candidate[] {
  for (const line of lines) {
    if (line.page !== spot.span.line.page) return []
    const under = (amounts.get(line) ?? []).filter(
      (amount) => amount.isMoney && overlapsAcross(amount.span, spot.span, line.em),
    )
    if (under.length > 0)
      return under.map((amount) => ({ amount, score: spot.weight - 1 + moneyScore(amount) }))
  }
  return []
}

/** On a slanted photo an amount slips to a line of its own, half a line above its label or below it. */
function slipped(
  { span, weight }: Spot<AmountKind>,
  neighbours: (Line | undefined)[],
  amounts: AmountsByLine,
) {
  const middle = ({ box }: Line) => (box[1] + box[3]) / 2
  const away = (line: Line) => Math.abs(middle(line) - middle(span.line))
  const found = neighbours
    .filter((line): line is Line => line !== undefined && line.page === span.line.page)
    .filter((line) => away(line) < span.line.box[3] - span.line.box[1])
    .flatMap((line) => (amounts.get(line) ?? []).filter((amount) => amount.isMoney && isAlone(amount)))
    .sort((a, b) => away(a.span.line) - away(b.span.line))
  return found.slice(0, 1).map((amount) => ({ amount, score: weight - 0.5 + moneyScore(amount) }))
}

const isAlone = ({ span }: Amount) =>
  span.line.words.every(({ text }, i) => (i >= span.from && i < span.to) || text.length <= 3)

const moneyScore = ({ isMoney, decimals }: Amount) => (isMoney ? 0.5 : -0.7) + (decimals === 2 ? 0.3 : 0)

/** The same amount under several labels is one candidate, a little surer for each. */
function best(candidates: Candidate[]): Candidate[] {
  const byAmount = new Map<bigint, Candidate>()
  for (const candidate of candidates) {
    const known = byAmount.get(candidate.amount.micros)
    if (!known) byAmount.set(candidate.amount.micros, { ...candidate })
    else {
      const amount = candidate.score > known.score ? candidate.amount : known.amount
      byAmount.set(amount.micros, { amount, score: Math.max(candidate.score, known.score) + 0.2 })
    }
  }
  return [...byAmount.values()].sort((a, b) => b.score - a.score).slice(0, limits.candidates)
}

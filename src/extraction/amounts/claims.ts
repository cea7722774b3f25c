import { absolute, type Micros, toMicros } from '../../invoices/money.ts'
import { isItemsHeader } from '../items/item-header.ts'
import { isCarriedForward } from '../items/sum-lines.ts'
import { overlapsAcross, type Spot } from '../labels.ts'
import { limits } from '../limits.ts'
import type { Line, Span } from '../text-lines.ts'
import { type Amount, type AmountsByLine, gapBefore } from './amount.ts'
import type { AmountKind } from './amount-labels.ts'
import { amountSpots } from './amount-spots.ts'
import { glued } from './glued-amount.ts'

/** Somebody on the page says that this amount is the total, a tax, …: a label, a table or a sum. */
export interface Claim {
  micros: Micros
  score: number
  spans: Span[]
}

/** How far down the document it is claimed. */
export const heightOf = ({ spans: [span] }: Claim): number => span!.line.page + span!.line.box[1]

export type Role = Exclude<AmountKind, 'net' | 'other'>
export type Claims = Record<Role, Claim[]>

const linesBelow = 3

export const noClaims = (): Claims => ({
  total: [],
  subtotal: [],
  tax: [],
  withheld: [],
  charge: [],
  discount: [],
  rounding: [],
  paid: [],
  change: [],
})

/** What each label points at: beside it, half a line off, or below. */
export function labelClaims(lines: Line[], amounts: AmountsByLine): Claims {
  const claims = noClaims()
  lines.forEach((line, at) => {
    if (isItemsHeader(line) || isCarriedForward(line)) return
    const spots = amountSpots(line)
    const own = amounts.get(line) ?? []
    const hasMoney = own.some(({ isMoney }) => isMoney)
    spots.forEach((spot, i) => {
      if (spot.kind === 'other' || (bySide.has(spot.kind) && !beginsCell(spot.span))) return
      const beside = besideOf(spot, spots[i + 1], own)
      const isHeading = spots.length > 1 && !hasMoney
      const pointed =
        beside.length > 0 || hasMoney || isHeading
          ? beside
          : [
              ...slipped(spot, [lines[at - 1], lines[at + 1]], amounts),
              ...below(spot, lines.slice(at + 1, at + 1 + linesBelow), amounts),
            ]
      // Sums stand below what they sum.
      const later = 0.6 * (at / lines.length)
      for (const { amount, score } of pointed) claim(claims, spot.kind, amount, score + later)
    })
  })
  return claims
}

/** Words such as "delivery" or "card" are also in the names of things: these labels begin what they name. */
const bySide = new Set<AmountKind>(['withheld', 'charge', 'discount', 'rounding', 'paid', 'change'])

const beginsCell = ({ line, from }: Span) => from <= 1 || gapBefore(line, from) > 1.2

export function claim(
  claims: Claims,
  kind: Exclude<AmountKind, 'other'>,
  { micros, span }: Amount,
  score: number,
) {
  const one = { micros, score, spans: [span] }
  if (kind === 'net') {
    claims.subtotal.push(one)
    claims.total.push({ ...one, score: score - 0.3 })
  } else if (kind === 'rounding' && absolute(micros) >= mostRounded)
    // "Rounding 18.65" under "Rounding 0.02" is what it comes to.
    claims.total.push({ ...one, score: score + 1.5 })
  else claims[kind].push(one)
}

const mostRounded = toMicros(1)

interface Pointed {
  amount: Amount
  score: number
}

/** Amounts between this label and the next one: the last is the one meant, before it stand rates and bases. */
function besideOf(spot: Spot<AmountKind>, next: Spot<AmountKind> | undefined, amounts: Amount[]): Pointed[] {
  const end = next?.span.from ?? spot.span.line.words.length
  const between = amounts.filter(
    ({ span, isPercent }) => !isPercent && span.from >= spot.span.to && span.to <= end,
  )
  const pointed = between.map((amount, i) => ({
    amount,
    score: spot.weight + likeMoney(amount) - (i < between.length - 1 ? 0.8 : 0),
  }))
  if (between.length < 2) return pointed
  const whole = glued(between)
  return whole
    ? [...pointed, { amount: whole.amount, score: spot.weight + likeMoney(whole.amount) - whole.doubt }]
    : pointed
}

function below(spot: Spot<AmountKind>, lines: Line[], amounts: AmountsByLine): Pointed[] {
  for (const line of lines) {
    if (line.page !== spot.span.line.page) return []
    const under = (amounts.get(line) ?? []).filter(
      (amount) => amount.isMoney && overlapsAcross(amount.span, spot.span, line.em),
    )
    if (under.length > 0)
      return under.map((amount) => ({ amount, score: spot.weight - 1 + likeMoney(amount) }))
  }
  return []
}

const farthest = 1.8

/** On a crumpled photo an amount slips to a line of its own, half a line above its label or below it. */
function slipped(
  { span, weight }: Spot<AmountKind>,
  neighbours: (Line | undefined)[],
  amounts: AmountsByLine,
): Pointed[] {
  const middle = ({ box }: Line) => (box[1] + box[3]) / 2
  const height = ({ box }: Line) => box[3] - box[1]
  const away = (line: Line) => Math.abs(middle(line) - middle(span.line))
  const found = neighbours
    .filter((line): line is Line => line !== undefined && line.page === span.line.page)
    .filter((line) => away(line) < farthest * Math.max(height(line), height(span.line)))
    .flatMap((line) => (amounts.get(line) ?? []).filter((amount) => amount.isMoney && isAlone(amount, span)))
    .sort((a, b) => away(a.span.line) - away(b.span.line))
  return found.slice(0, 1).map((amount) => ({ amount, score: weight - 0.5 + likeMoney(amount) }))
}

const isAlone = ({ span }: Amount, label: Span) =>
  span.line.words.every(
    ({ text, box }, i) =>
      (i >= span.from && i < span.to) ||
      text.length <= 3 ||
      (i < span.from && box[2] + 3 * label.line.em < leftOf(label)),
  )

const leftOf = ({ line, from }: Span) => line.words[from]!.box[0]

const likeMoney = ({ isMoney, decimals, isMended }: Amount) =>
  (isMoney ? 0.5 : -0.7) + (decimals === 2 ? 0.3 : 0) - (isMended ? 0.1 : 0)

/** The same amount said several times is one claim, a little surer for each; the likeliest come first. */
export function best(claims: Claim[]): Claim[] {
  const byAmount = new Map<Micros, Claim>()
  for (const claim of claims) {
    const known = byAmount.get(claim.micros)
    if (!known) byAmount.set(claim.micros, { ...claim })
    else {
      const stronger = claim.score > known.score ? claim : known
      byAmount.set(claim.micros, { ...stronger, score: stronger.score + 0.2 })
    }
  }
  return [...byAmount.values()].sort((a, b) => b.score - a.score).slice(0, limits.candidates)
}

import type { Line } from '../text-lines.ts'
import type { Amount, AmountsByLine } from './amount.ts'
import { amountSpots } from './amount-spots.ts'
import { type Claims, claim, noClaims } from './claims.ts'

const widest = 2.2
const doubt = 0.5

/** What labels point at where a page lies so askew that every amount stands a line above its label, or below. */
export function shiftedClaims(lines: Line[], amounts: AmountsByLine, by: -1 | 1): Claims {
  const claims = noClaims()
  lines.forEach((line, at) => {
    const [spot] = amountSpots(line)
    const other = lines[at + by]
    if (!spot || spot.kind === 'other' || line.source !== 'ocr' || other?.page !== line.page) return
    const amount = lastOf(amounts.get(other) ?? [])
    if (!amount || away(line, other) > widest) return
    claim(claims, spot.kind, amount, spot.weight - doubt + 0.6 * (at / lines.length))
  })
  return claims
}

const lastOf = (own: Amount[]) => own.findLast(({ isMoney, isPercent }) => isMoney && !isPercent)

/** In heights of a line. */
const away = ({ box }: Line, other: Line) =>
  Math.abs(box[1] + box[3] - other.box[1] - other.box[3]) / 2 / (box[3] - box[1] || 1)

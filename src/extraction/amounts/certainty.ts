import type { Claim } from './claims.ts'
import type { Proof, Reading } from './reading.ts'

/** How much doubt of the total each proof leaves: independent ones multiply. */
const doubts: Record<Proof, number> = {
  sum: 0.1,
  'sum in a row': 0.2,
  'sum with zero tax': 0.5,
  'sum without tax': 0.35,
  'sum with unnamed': 0.4,
  'tax inside': 0.6,
  same: 0.75,
  'handed over': 0.25,
  rounded: 0.5,
  paid: 0.6,
  items: 0.35,
  gross: 0.3,
}

interface Certainty {
  total: number
  subtotal: number
  tax: number
}

/** How sure the amounts are: what their labels leave open, less with each proof, more with a close rival. */
export function certaintyOf(reading: Reading, rival: Reading | undefined): Certainty {
  const { total, subtotal, tax, proofs, isGuess, isRepaired } = reading
  const labelled = isGuess ? 0.25 : Math.min(0.9, 0.5 + 0.09 * total.score)
  const rivalled = rival && reading.score - rival.score < 1.5 ? 1.3 : 1
  const doubt = [...proofs].reduce((left, proof) => left * doubts[proof], (1 - labelled) * rivalled)
  const closes = proofs.has('sum') || proofs.has('sum in a row')
  const mended = isRepaired ? 0.8 : 1
  const part = (claim: Claim | null) => {
    if (!claim) return 0
    const alone = Math.min(0.88, 0.45 + 0.1 * claim.score)
    return mended * (closes ? Math.max(0.95, 1 - doubt) : alone)
  }
  const most = isGuess && !closes ? 0.6 : 1
  return {
    total: mended * Math.min(most, Math.max(0.2, 1 - doubt)),
    subtotal: part(subtotal),
    tax: part(tax),
  }
}

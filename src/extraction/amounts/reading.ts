import type { Claim } from './claims.ts'
import type { Bundle } from './extras.ts'

/** How the amounts of a reading hold together, or what else on the page says the same. */
export type Proof =
  | 'sum'
  | 'sum in a row'
  | 'sum with zero tax'
  | 'sum without tax'
  | 'sum with unnamed'
  | 'tax inside'
  | 'same'
  | 'handed over'
  | 'rounded'
  | 'paid'
  | 'items'
  | 'gross'

/** One way to read the amounts of a document. */
export interface Reading {
  total: Claim
  /** No label names the total. */
  isGuess: boolean
  /** A digit was read otherwise than it was recognised. */
  isRepaired?: boolean
  subtotal: Claim | null
  tax: Claim | null
  bundle: Bundle | null
  proofs: Set<Proof>
  score: number
}

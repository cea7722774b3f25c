import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Findings } from '../found.ts'
import { isSameValue } from '../same-value.ts'

/** How far a model's word counts: it was right about what is known, nothing is known to try it on, or it was wrong. */
export type Credit = 'tried' | 'untried' | 'none'

/** A witness is believed about the unknown as far as it is right about the known. */
export function creditOf(known: Findings, said: Findings, controls: FieldName[]): Credit {
  if (controls.length === 0) return 'untried'
  const answered = controls.filter((name) => said[name] !== undefined)
  const right = answered.filter((name) => isSameValue(known[name]?.value, said[name]?.value)).length
  return right > answered.length - right ? 'tried' : 'none'
}

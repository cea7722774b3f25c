import { type InvoiceData, type Provenances, provenance } from './invoice-data.ts'
import type { ReviewForm, ScalarName } from './review-form.ts'

/** The proofs of values that a person took from the page: typed by nobody, they keep the place they came from. */
export function pickedProofs({ places }: ReviewForm, edit: Partial<InvoiceData>): Provenances {
  const proofs = Object.keys(edit).flatMap((name) => {
    const [page, ...box] = (places[name as ScalarName] ?? '').split(' ').map(Number)
    const value = edit[name as ScalarName]
    const proof = provenance.safeParse({ value, confidence: 1, source: 'human', page, box })
    const isOnPage = box.every((share) => share >= 0 && share <= 1)
    return proof.success && isOnPage && value !== null ? [[name, proof.data]] : []
  })
  return Object.fromEntries(proofs)
}

import { type Found, surest } from '../found.ts'

/** Agreement leaves doubt only where both doubt; the page's own reading keeps its place. */
export const agreed = <T>(ours: Found<T>, theirs: Found<unknown>): Found<T> => {
  const doubt = (1 - ours.confidence) * (1 - 0.6 * theirs.confidence)
  return { ...ours, confidence: Math.max(ours.confidence, Math.min(surest, 1 - doubt)) }
}

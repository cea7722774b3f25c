import { limits } from '../limits.ts'
import { statusOf } from './try-again.ts'

/** A model that fails again and again is left alone for a while: every document would wait for it in vain. */
export function restAfterFailures() {
  let inARow = 0
  let until = 0
  return {
    requireAwake() {
      if (Date.now() < until) throw new Error('left alone for a while, as it failed again and again')
    },
    over() {
      inARow = 0
    },
    failed(error: unknown) {
      // One document that is refused says nothing about the next.
      if ([400, 413, 422].includes(statusOf(error) ?? 0)) return
      if (++inARow >= limits.failuresInARow) until = Date.now() + limits.restMs
    },
  }
}

import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { advance } from './advance-export.ts'
import type { Export } from './exports.table.ts'

export type Progress = ReturnType<typeof createProgress>

/**
 * Says now and then how far a run is, and when it will be done if it goes on like this. Saying it fails once the export
 * was cancelled or taken over: so a run hears of it in the middle of a piece.
 */
export function createProgress({ transact }: Pick<Deps, 'transact'>, claimed: Export) {
  const began = performance.now()
  const first = claimed.done + claimed.failed
  let last = began
  return {
    async tell(task: Export, position: number) {
      const now = performance.now()
      if (now - last < bounds.exportProgressMs) return
      last = now
      const msEach = (now - began) / Math.max(1, position - first)
      const eta = new Date(Date.now() + (task.total - position) * msEach)
      await transact((work) =>
        advance(work, task, { packing: Math.max(0, position - task.done - task.failed), eta }),
      )
    },
  }
}

import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { isStillOurs, movedOn } from './advance-export.ts'
import type { Export } from './exports.table.ts'

/** Notices that an export was cancelled or taken over also while its source keeps one waiting. */
export function watchLoss({ db }: Pick<Deps, 'db'>, claimed: Export) {
  const lost = new AbortController()
  const look = async () => {
    if (!(await isStillOurs(db, claimed))) lost.abort(movedOn())
  }
  // a database that is away for a moment tells nothing: the next commit will
  const timer = setInterval(() => look().catch(() => {}), bounds.exportProgressMs)
  return { signal: lost.signal, stop: () => clearInterval(timer) }
}

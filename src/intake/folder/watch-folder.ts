import { bounds } from '../../config.ts'
import { alone } from '../../db/hold-lock.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Text } from '../../language.ts'
import { findPlace, type Place, placeNamed, recordLook } from '../watched-places.ts'
import { listBeingWritten } from './being-written.ts'
import { markOf } from './folder-mark.ts'
import { listWaiting, type WaitingFile } from './list-waiting.ts'
import { takeFile } from './take-file.ts'

type WatchDeps = Pick<Deps, 'db' | 'transact' | 'files' | 'config' | 'log'>

/**
 * Looks into a folder again and again: what has not changed for a while, and is not being written, is taken in and moved
 * to done/ or failed/. Of several processes that watch the same folder one takes what is there.
 */
export function createFolderWatch(deps: WatchDeps, folder: string, stillMs: number = bounds.fileStillMs) {
  /** Since when each file has been seen as it is. */
  let still = new Map<string, number>()
  return async (signal: AbortSignal) => {
    let place: Place | undefined
    try {
      place = { way: 'folder', place: await markOf(folder), name: folder }
      const waiting = await listWaiting(folder)
      const now = performance.now()
      const complete = waiting.filter(
        ({ identity }) => now - (still.get(identity) ?? Number.POSITIVE_INFINITY) >= stillMs,
      )
      still = new Map(waiting.map(({ identity }) => [identity, still.get(identity) ?? now]))
      if (complete.length) await takeAlone(deps, place, complete, signal)
      await recordLook(deps.db, place)
    } catch (error) {
      place ??= await placeNamed(deps.db, 'folder', folder)
      await recordLook(deps.db, place, error instanceof AppError ? error.text : internal)
      throw error
    }
  }
}

async function takeAlone(deps: WatchDeps, place: Place, complete: WaitingFile[], signal: AbortSignal) {
  await findPlace(deps.db, place)
  await alone(deps.db, `folder ${place.place}`, async () => {
    const beingWritten = await listBeingWritten(place.name)
    for (const file of complete) {
      if (signal.aborted) return
      if (!beingWritten.has(file.name)) await takeFile(deps, place, file)
    }
  })
}

const internal: Text = {
  es: 'Algo falló al mirar en la carpeta. El administrador encuentra la causa en el registro; Folio sigue intentándolo.',
  en: 'Something failed when looking into the folder. The administrator finds the cause in the log; Folio keeps trying.',
}

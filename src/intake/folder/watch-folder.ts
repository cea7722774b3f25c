import { randomUUID } from 'node:crypto'
import { access, constants, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { bounds } from '../../config.ts'
import { alone } from '../../db/hold-lock.ts'
import type { Deps } from '../../deps.ts'
import type { Text } from '../../language.ts'
import { findPlace, type Place, placeNamed, recordLook } from '../watched-places.ts'
import { isBeingWritten } from './being-written.ts'
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
      await recordLook(deps.db, place, reasonOf(error, folder))
      throw error
    }
  }
}

async function takeAlone(deps: WatchDeps, place: Place, complete: WaitingFile[], signal: AbortSignal) {
  await findPlace(deps.db, place)
  await alone(deps.db, `folder ${place.place}`, async () => {
    for (const file of complete) {
      if (signal.aborted) return
      if (!(await isBeingWritten(file.path))) await takeFile(deps, place, file)
    }
  })
}

/** A folder is known by a mark in it, under whatever path each process sees it. */
async function markOf(folder: string): Promise<string> {
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
  await mkdir(`${folder}/done`, { recursive: true })
  await mkdir(`${folder}/failed`, { recursive: true })
  const path = `${folder}/.folio-folder`
  const known = await readFile(path, 'utf8').catch(() => '')
  if (/^[0-9a-f-]{36}$/.test(known)) return known
  const aside = `${path}.${randomUUID()}`
  await writeFile(aside, randomUUID())
  // of two processes that come at once, one link is made and both read it
  await link(aside, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside, { force: true })
  return readFile(path, 'utf8')
}

function reasonOf(error: unknown, folder: string): Text {
  const { code = 'ERROR' } = error as { code?: string }
  if (code === 'ENOENT')
    return {
      es: `La carpeta ${folder} no existe en esta máquina: créala, o cambia WATCH_DIR.`,
      en: `The folder ${folder} does not exist on this machine: make it, or change WATCH_DIR.`,
    }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code))
    return {
      es: `Folio no puede leer y escribir en ${folder} (${code}): cambia sus permisos, o WATCH_DIR.`,
      en: `Folio can’t read and write in ${folder} (${code}): change its permissions, or WATCH_DIR.`,
    }
  return {
    es: `Algo falló al mirar en la carpeta (${code}). Folio sigue intentándolo.`,
    en: `Something failed when looking into the folder (${code}). Folio keeps trying.`,
  }
}

import { randomUUID } from 'node:crypto'
import { copyFile, link, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { flush, makeFolder } from './durable-folder.ts'
import { dropFile } from './staging.ts'
import { errnoOf } from './storage-faults.ts'

/**
 * Gives a file written aside its place, whole and surviving a power cut once this returns. The file aside
 * stays, so that it can be placed again.
 */
export async function placeDurably(root: string, aside: string, place: string) {
  await flush(aside)
  const folder = dirname(place)
  await makeFolder(folder, root)
  const twin = `${aside}.${randomUUID()}`
  try {
    await makeTwin(aside, twin)
    await rename(twin, place)
  } finally {
    // Renaming one name of a file over another name of the same file does nothing and leaves both.
    await dropFile(twin)
  }
  await flush(folder)
}

async function makeTwin(aside: string, twin: string) {
  try {
    await link(aside, twin)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw error
    // Some network and foreign file systems have no hard links.
    await copyFile(aside, twin)
    await flush(twin)
  }
}

import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Folders whose names this process has flushed all the way up; forgetting them only costs time. */
const flushed = new Set<string>()
const flushedKept = 10_000

/** Makes a folder whose name survives a power cut, as do the names of its parents up to `top`. */
export async function makeFolder(folder: string, top = folder) {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 })
  // A folder that is there may have been made a moment ago by a process that has not flushed it yet.
  if (!firstMade && flushed.has(folder)) return
  const highest = Math.min(top.length, firstMade ? dirname(firstMade).length : top.length)
  for (let at = folder; at.length > highest; ) {
    at = dirname(at)
    await flush(at)
  }
  if (flushed.size >= flushedKept) flushed.clear()
  if (top !== folder) flushed.add(folder)
}

/** Waits until the disk has the contents of a file, or the names in a folder. */
export async function flush(path: string) {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from './durable-folder.ts'
import { errnoOf, storageFault, tooLarge } from './storage-faults.ts'

/** A stored file's kind shows in its first bytes; an XML's root element may hide behind comments. */
const headBytes = 4096
/** No upload pauses this long: a file older than this belongs to a process that died. */
const leftoverMs = 60 * 60_000

/** An upload on the local disk, whole and hashed. */
export interface Aside {
  path: string
  sha256: string
  sizeBytes: number
  head: Uint8Array
}

/** Makes the folder uploads wait in, and clears what dead processes left there. */
export async function openStaging(directory: string) {
  try {
    await makeFolder(directory)
    for (const name of await readdir(directory)) {
      const path = join(directory, name)
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
      if (Date.now() - mtimeMs > leftoverMs) await dropFile(path)
    }
  } catch (error) {
    throw storageFault(error)
  }
}

/** Streams a source into a new file, hashing it on the way; a failure leaves nothing behind. */
export async function setAside(
  directory: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Aside> {
  const path = join(directory, randomUUID())
  try {
    const handle = await openNew(path, directory)
    try {
      return { path, ...(await writeHashed(handle, source, maxBytes)) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    await dropFile(path).catch(() => {})
    throw storageFault(error)
  }
}

/** Removes a file; one that is gone already is fine. */
export async function dropFile(path: string) {
  await unlink(path).catch((error) => {
    if (errnoOf(error) !== 'ENOENT') throw error
  })
}

async function openNew(path: string, directory: string) {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    // Someone tidied the folder away while the server was running.
    await makeFolder(directory)
    return open(path, 'wx', 0o600)
  }
}

async function writeHashed(
  handle: FileHandle,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
) {
  const hash = createHash('sha256')
  const head = new Uint8Array(headBytes)
  let sizeBytes = 0
  for await (const chunk of source) {
    if (sizeBytes + chunk.length > maxBytes) throw tooLarge(maxBytes)
    if (sizeBytes < headBytes) head.set(chunk.subarray(0, headBytes - sizeBytes), sizeBytes)
    hash.update(chunk)
    await writeAll(handle, chunk)
    sizeBytes += chunk.length
  }
  return { sha256: hash.digest('hex'), sizeBytes, head: head.slice(0, Math.min(sizeBytes, headBytes)) }
}

/** A single write may be cut short, above all on a disk about to be full. */
async function writeAll(handle: FileHandle, bytes: Uint8Array) {
  let written = 0
  while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten
}

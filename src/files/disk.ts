import { open, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { flush } from './durable-folder.ts'
import { placeDurably } from './durable-place.ts'
import { checkedKey } from './file-keys.ts'
import type { Files, Staged } from './files.ts'
import { type Aside, dropFile, openStaging, setAside } from './staging.ts'
import { errnoOf, notStored, rangeBeyondEnd, storageFault } from './storage-faults.ts'

/** Small enough to stay flat with many readers, large enough not to be a system call a page. */
const readBytes = 256 * 1024
/** As much as a small document, so that a full disk shows. */
const probeBytes = 64 * 1024

/** Documents under one folder. A key is either whole and on the platter, or not there. */
export async function createDiskFiles(folder: string): Promise<Files> {
  const root = resolve(folder)
  const incoming = join(root, 'incoming')
  const placeOf = (key: string) => join(root, checkedKey(key))
  await openStaging(incoming)

  const stagedFrom = (aside: Aside): Staged => ({
    sha256: aside.sha256,
    sizeBytes: aside.sizeBytes,
    head: aside.head,
    read: async () => new Uint8Array(await translated(readFile(aside.path))),
    keep: async (key) => translated(placeDurably(root, aside.path, placeOf(key))),
    discard: () => translated(dropFile(aside.path)),
  })

  return {
    stage: async (source, maxBytes) => stagedFrom(await setAside(incoming, source, maxBytes)),
    async put(key, bytes) {
      const place = placeOf(key)
      const aside = await setAside(incoming, [bytes], bytes.length)
      await translated(placeDurably(root, aside.path, place).finally(() => dropFile(aside.path)))
    },
    has: async (key) => (await translated(absentAsUndefined(stat(placeOf(key)))))?.isFile() ?? false,
    size: async (key) => (await present(key, stat(placeOf(key)))).size,
    read: async (key) => new Uint8Array(await present(key, readFile(placeOf(key)))),
    stream: (key, range) => streamFile(key, placeOf(key), range),
    remove: async (key) => translated(dropFile(placeOf(key))),
    async check() {
      const aside = await setAside(incoming, [new Uint8Array(probeBytes)], probeBytes)
      await translated(flush(aside.path).finally(() => dropFile(aside.path)))
    },
  }
}

function streamFile(key: string, path: string, range?: { start: number; end: number }) {
  let handle: Awaited<ReturnType<typeof open>> | undefined
  let position = range?.start ?? 0
  let end = range?.end ?? Number.POSITIVE_INFINITY
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (!handle) {
            handle = await present(key, open(path, 'r'))
            const { size } = await handle.stat()
            if (range && position >= size) throw rangeBeyondEnd(size)
            end = Math.min(end, size - 1)
          }
          const wanted = Math.min(readBytes, end - position + 1)
          const buffer = new Uint8Array(Math.max(0, wanted))
          const bytesRead = wanted > 0 ? (await handle.read(buffer, 0, wanted, position)).bytesRead : 0
          position += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead > 0 && position <= end) return
          await handle.close()
          controller.close()
        } catch (error) {
          await handle?.close().catch(() => {})
          throw storageFault(error)
        }
      },
      cancel: () => handle?.close(),
    },
    { highWaterMark: 0 },
  )
}

const translated = <T>(work: Promise<T>) =>
  work.catch((error): never => {
    throw storageFault(error)
  })

const absentAsUndefined = <T>(work: Promise<T>) =>
  work.catch((error): undefined => {
    if (!isAbsent(error)) throw error
  })

const present = <T>(key: string, work: Promise<T>) =>
  work.catch((error): never => {
    throw isAbsent(error) ? notStored(key) : storageFault(error)
  })

const isAbsent = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')

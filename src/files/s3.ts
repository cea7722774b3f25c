import { readFile } from 'node:fs/promises'
import { checkedKey } from './file-keys.ts'
import type { Files } from './files.ts'
import { createS3Client, type S3Settings } from './s3-requests.ts'
import { dropFile, openStaging, setAside } from './staging.ts'
import { notStored, rangeBeyondEnd, storageFault, storageUnavailable } from './storage-faults.ts'

/** One window of a streamed object: all that a slow reader holds in memory, and all that a fault repeats. */
const windowBytes = 2 * 1024 * 1024
const probeBytes = 64 * 1024

type S3 = ReturnType<typeof createS3Client>

/** Documents in a bucket of any S3-compatible server; uploads wait in a local folder until they are kept. */
export async function createS3Files(settings: S3Settings & { stagingDir: string }): Promise<Files> {
  const { stagingDir } = settings
  const s3 = createS3Client(settings)
  await openStaging(stagingDir)
  const refused = (error: unknown) => Promise.reject(storageFault(error))
  const drop = (path: string) => dropFile(path).catch(refused)

  return {
    async stage(source, maxBytes) {
      const { path, ...facts } = await setAside(stagingDir, source, maxBytes)
      return {
        ...facts,
        read: async () => new Uint8Array(await readFile(path).catch(refused)),
        keep: async (key) => s3.upload(checkedKey(key), Bun.file(path), facts.sizeBytes),
        discard: () => drop(path),
      }
    },
    put: async (key, bytes) => s3.upload(checkedKey(key), bytes as Uint8Array<ArrayBuffer>, bytes.length),
    has: async (key) => (await s3.request('HEAD', checkedKey(key))).status !== 404,
    size: (key) => sizeOf(s3, key),
    async read(key) {
      const { status, bytes } = await s3.request('GET', checkedKey(key))
      if (status === 404) throw notStored(key)
      return bytes
    },
    stream: (key, range) => streamObject(s3, key, range),
    async remove(key) {
      await s3.request('DELETE', checkedKey(key))
    },
    async check() {
      const aside = await setAside(stagingDir, [new Uint8Array(probeBytes)], probeBytes)
      await drop(aside.path)
      await s3.upload('check', 'Folio writes this to see whether it can.', 0)
    },
  }
}

async function sizeOf(s3: S3, key: string) {
  const { status, headers } = await s3.request('HEAD', checkedKey(key))
  if (status === 404) throw notStored(key)
  return Number(headers.get('content-length'))
}

/** Window by window: each has its own deadline and its own retries, however slowly the whole is read. */
function streamObject(s3: S3, key: string, range?: { start: number; end: number }) {
  let position = range?.start ?? 0
  let end: number | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (end === undefined) {
          const sizeBytes = await sizeOf(s3, key)
          if (range && position >= sizeBytes) throw rangeBeyondEnd(sizeBytes)
          end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1)
        }
        if (position <= end) {
          const bytes = await windowOf(s3, key, position, Math.min(end, position + windowBytes - 1))
          position += bytes.length
          controller.enqueue(bytes)
        }
        if (position > end) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}

async function windowOf(s3: S3, key: string, start: number, end: number) {
  const { status, bytes } = await s3.request('GET', key, { range: `bytes=${start}-${end}` })
  if (status === 404) throw notStored(key)
  if (status !== 206 || bytes.length !== end - start + 1)
    throw storageUnavailable(new Error(`S3 answered a range with ${status} and ${bytes.length} bytes`))
  return bytes
}

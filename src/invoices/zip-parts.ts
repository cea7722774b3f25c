import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { Zip, type ZipInputFile } from 'fflate'

export interface Part {
  name: string
  content: AsyncIterable<Uint8Array>
}

/** The fields of a plain ZIP end here; beyond, a reader would find garbage. */
const zipBytes = 2 ** 32 - 1
const deflated = 8

/**
 * Packs parts one after the other, each read as the archive is read. fflate writes the frame; Node's zlib
 * compresses, twenty times faster and beside the event loop.
 */
export async function* zipParts(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = []
  let total = 0
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    total += chunk.length
    if (total > zipBytes) throw new RangeError('A ZIP of more than 4 GB cannot be read back.')
    if (chunk.length) chunks.push(chunk)
  })
  for await (const { name, content } of parts) {
    const entry: ZipInputFile = { filename: name, compression: deflated, size: 0, crc: 0 }
    zip.add(entry)
    for await (const chunk of compress(measured(content, entry))) {
      entry.ondata?.(null, chunk, false)
      yield* chunks.splice(0)
    }
    if (entry.size > zipBytes) throw new RangeError('A part of more than 4 GB cannot be read back.')
    entry.ondata?.(null, new Uint8Array(), true)
  }
  zip.end()
  yield* chunks
}

async function* measured(content: AsyncIterable<Uint8Array>, entry: ZipInputFile) {
  for await (const chunk of content) {
    entry.size += chunk.length
    entry.crc = crc32(chunk, entry.crc)
    yield chunk
  }
}

async function* compress(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const deflate = createDeflateRaw()
  // Its failure, and a reader's leaving, both show on `deflate`.
  const done = pipeline(Readable.from(content), deflate).catch(() => {})
  yield* deflate
  await done
}

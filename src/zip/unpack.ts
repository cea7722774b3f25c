import { promisify } from 'node:util'
import { crc32, type InputType, inflateRaw, type ZlibOptions } from 'node:zlib'
import type { ZipEntry } from './list-zip.ts'
import { ZipError } from './zip-error.ts'

const stored = 0
const deflated = 8
/** Beside the event loop. */
const inflate = promisify<InputType, ZlibOptions, Buffer>(inflateRaw)

/** The bytes of one file in a ZIP: as many as its directory said, or a `ZipError`. */
export async function unpack({ isEncrypted, method, sizeBytes, crc, packed }: ZipEntry) {
  if (isEncrypted) throw new ZipError('encrypted', 'The entry asks for a password.')
  if (method !== stored && method !== deflated)
    throw new ZipError('other-method', `The entry is packed by method ${method}.`)
  const bytes = new Uint8Array(method === stored ? packed : await inflated(packed, sizeBytes))
  if (bytes.length !== sizeBytes || crc32(bytes) !== crc)
    throw new ZipError('damaged', 'The entry is not what the directory says.')
  return bytes
}

const inflated = (packed: Uint8Array, sizeBytes: number) =>
  inflate(packed, { maxOutputLength: Math.max(1, sizeBytes) }).catch((error) => {
    throw new ZipError('damaged', String(error))
  })

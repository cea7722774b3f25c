import { constants, inflateSync } from 'node:zlib'
import { ReadingError } from '../reader.ts'

/** Deflate makes nothing smaller than by this much. */
const bestRatio = 1_032
/** What describes a stream takes no more letters before it. */
const longestDescription = 2_048
const unpacking = /\/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b/g

/**
 * Refuses a PDF of which some stream would unpack to more than is drawn on any page: a few kilobytes can become
 * gigabytes inside of an engine. Images are let pass, for they say how large they are. Nothing is unpacked that could
 * not be one, so that honest files cost next to nothing.
 */
export function refuseBombs(file: Uint8Array, mostBytes: number) {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const before = bytes.toString('latin1', Math.max(0, at - longestDescription), at)
    const description = before.slice(before.lastIndexOf('obj'))
    if (/\/Subtype\s*\/Image\b|\/Type\s*\/EmbeddedFile\b/.test(description)) continue
    const end = bytes.indexOf('endstream', at + 6)
    const start = at + (bytes[at + 6] === 0x0d ? 8 : 7)
    const times = description.match(unpacking)?.length ?? 0
    const packed = bytes.subarray(start, end < 0 ? undefined : end)
    if (packed.length * bestRatio ** times > mostBytes) insist(packed, times, mostBytes)
  }
}

function insist(packed: Uint8Array, times: number, maxOutputLength: number) {
  let inside = packed
  for (let i = 0; i < times; i++)
    try {
      inside = inflateSync(inside, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH })
    } catch (error) {
      // Damaged, encrypted, or packed in another way: the watch over memory has an eye on those.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return
      throw new ReadingError('too-large', `A part of the PDF unpacks to more than ${maxOutputLength} bytes.`)
    }
}

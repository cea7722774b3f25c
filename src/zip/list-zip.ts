import { bounds } from '../config.ts'
import { entryName } from './entry-name.ts'
import { ZipError } from './zip-error.ts'

/** One file in a ZIP, by its directory; nothing of it is unpacked yet. */
export interface ZipEntry {
  /** As its writer wrote it, and nothing to open a file by. */
  name: string
  isEncrypted: boolean
  method: number
  crc: number
  sizeBytes: number
  packed: Uint8Array
}

const end = { mark: 0x06054b50, bytes: 22, mostComment: 0xffff }
const central = { mark: 0x02014b50, bytes: 46 }
const local = { mark: 0x04034b50, bytes: 30 }
const encryptedFlag = 1
const damaged = (detail: string) => new ZipError('damaged', detail)

/**
 * The files in a ZIP, by its directory alone: bombs, overlapping entries and a directory that says something else
 * than the entries are refused before anything is unpacked. ZIP64 is not read: what is as large never gets here.
 */
export function listZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const directory = findDirectory(view)
  const spans: { start: number; end: number }[] = []
  const entries: ZipEntry[] = []
  let at = directory.start
  for (let count = 0; count < directory.count; count++) {
    if (at + central.bytes > directory.end || view.getUint32(at, true) !== central.mark)
      throw damaged('The directory breaks off.')
    const nameBytes = bytes.subarray(at + central.bytes, at + central.bytes + view.getUint16(at + 28, true))
    const [start, packedBytes] = [view.getUint32(at + 42, true), view.getUint32(at + 20, true)]
    const dataStart = dataStartOf(view, bytes, { start, nameBytes })
    spans.push({ start, end: dataStart + packedBytes })
    const name = entryName(nameBytes)
    if (!name.endsWith('/'))
      entries.push({
        name,
        isEncrypted: (view.getUint16(at + 8, true) & encryptedFlag) !== 0,
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        sizeBytes: view.getUint32(at + 24, true),
        packed: bytes.subarray(dataStart, dataStart + packedBytes),
      })
    at += central.bytes + nameBytes.length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  refuseOverlaps(spans, directory.start)
  refuseBombs(entries)
  return entries
}

/** The last record is found from the end; only a comment may follow it. */
function findDirectory(view: DataView) {
  const last = view.byteLength - end.bytes
  for (let at = last; at >= Math.max(0, last - end.mostComment); at--) {
    if (view.getUint32(at, true) !== end.mark) continue
    const [count, size, start] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ]
    if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count)
      throw damaged('It is one part of several.')
    if (start + size > at) throw damaged('The directory is not where it should be.')
    if (count > bounds.zipEntries) throw new ZipError('too-many', `The ZIP has ${count} entries.`)
    return { count, start, end: start + size }
  }
  throw damaged('It has no directory.')
}

/** Where an entry's bytes begin; what calls itself otherwise in its own place would be two files in one. */
function dataStartOf(
  view: DataView,
  bytes: Uint8Array,
  { start, nameBytes }: { start: number; nameBytes: Uint8Array },
) {
  if (start + local.bytes > view.byteLength || view.getUint32(start, true) !== local.mark)
    throw damaged('An entry is not where the directory says.')
  const nameEnd = start + local.bytes + view.getUint16(start + 26, true)
  if (Buffer.compare(bytes.subarray(start + local.bytes, nameEnd), nameBytes) !== 0)
    throw damaged('An entry is not called what the directory says.')
  return nameEnd + view.getUint16(start + 28, true)
}

function refuseOverlaps(spans: { start: number; end: number }[], directoryStart: number) {
  const inOrder = spans.toSorted((a, b) => a.start - b.start)
  for (const [index, span] of inOrder.entries())
    if (span.end > (inOrder[index + 1]?.start ?? directoryStart)) throw damaged('Its entries overlap.')
}

/** A bomb that hides its size bursts when it is unpacked: never more than was declared is. */
function refuseBombs(entries: ZipEntry[]) {
  let [unpacked, packed] = [0, 0]
  for (const entry of entries) {
    unpacked += entry.sizeBytes
    packed += entry.packed.length
  }
  if (unpacked > bounds.zipUnpackedBytes || unpacked > 1024 * 1024 + packed * bounds.zipRatio)
    throw new ZipError('too-large', `The ZIP holds ${unpacked} bytes in ${packed}.`)
}

/** One file as the records of a ZIP tell of it. */
export interface ZipRecord {
  name: string
  method: 'stored' | 'deflated'
  crc: number
  sizeBytes: number
  packedBytes: number
  at: Date
}

/** What the short records can hold; beyond it, ZIP64 says it in a longer one. */
const most = 0xffffffff
const mostEntries = 0xffff
const methods = { stored: 0, deflated: 8 }
const utf8Flag = 1 << 11
const plainVersion = 20
const zip64Version = 45
/** Made on a Unix, as a plain file that everybody may read. */
const madeOnUnix = 3 << 8
const plainFile = (0o100644 << 16) >>> 0
const zip64Field = 1

/** What stands before the bytes of a file. */
export function localHeader(file: ZipRecord): Buffer {
  const isLarge = file.sizeBytes >= most || file.packedBytes >= most
  const long = isLarge ? zip64Extra([file.sizeBytes, file.packedBytes]) : Buffer.alloc(0)
  const name = Buffer.from(file.name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(isLarge ? zip64Version : plainVersion, 4)
  writeFacts(header, 6, file, isLarge)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(long.length, 28)
  return Buffer.concat([header, name, long])
}

/** The line of a file in the directory; its header is so far from the archive's beginning. */
export function directoryLine(file: ZipRecord, offset: number): Buffer {
  const isLarge = file.sizeBytes >= most || file.packedBytes >= most
  const isFar = offset >= most
  const long = [...(isLarge ? [file.sizeBytes, file.packedBytes] : []), ...(isFar ? [offset] : [])]
  const extra = long.length ? zip64Extra(long) : Buffer.alloc(0)
  const name = Buffer.from(file.name)
  const version = long.length ? zip64Version : plainVersion
  const line = Buffer.alloc(46)
  line.writeUInt32LE(0x02014b50, 0)
  line.writeUInt16LE(madeOnUnix | version, 4)
  line.writeUInt16LE(version, 6)
  writeFacts(line, 8, file, isLarge)
  line.writeUInt16LE(name.length, 28)
  line.writeUInt16LE(extra.length, 30)
  line.writeUInt32LE(plainFile, 38)
  line.writeUInt32LE(isFar ? most : offset, 42)
  return Buffer.concat([line, name, extra])
}

/** What an archive ends with, after its directory. */
export function directoryEnd({ entries, bytes, offset }: { entries: number; bytes: number; offset: number }) {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, mostEntries), 8)
  end.writeUInt16LE(Math.min(entries, mostEntries), 10)
  end.writeUInt32LE(Math.min(bytes, most), 12)
  end.writeUInt32LE(Math.min(offset, most), 16)
  if (entries < mostEntries && bytes < most && offset < most) return end
  const long = Buffer.alloc(56)
  long.writeUInt32LE(0x06064b50, 0)
  writeLong(long, 44, 4)
  long.writeUInt16LE(madeOnUnix | zip64Version, 12)
  long.writeUInt16LE(zip64Version, 14)
  writeLong(long, entries, 24)
  writeLong(long, entries, 32)
  writeLong(long, bytes, 40)
  writeLong(long, offset, 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  writeLong(locator, offset + bytes, 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([long, locator, end])
}

/** Flags, method, time, check sum and sizes stand in the same order in both records. */
function writeFacts(into: Buffer, start: number, file: ZipRecord, isLarge: boolean) {
  const { day, time } = dosTime(file.at)
  into.writeUInt16LE(utf8Flag, start)
  into.writeUInt16LE(methods[file.method], start + 2)
  into.writeUInt16LE(time, start + 4)
  into.writeUInt16LE(day, start + 6)
  into.writeUInt32LE(file.crc, start + 8)
  into.writeUInt32LE(isLarge ? most : file.packedBytes, start + 12)
  into.writeUInt32LE(isLarge ? most : file.sizeBytes, start + 16)
}

function zip64Extra(values: number[]) {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(zip64Field, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) writeLong(extra, value, 4 + 8 * index)
  return extra
}

const writeLong = (into: Buffer, value: number, at: number) => into.writeBigUInt64LE(BigInt(value), at)

/** A ZIP knows the years from 1980 on, in steps of two seconds. */
function dosTime(at: Date) {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return {
    day: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

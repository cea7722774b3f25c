import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { listZip } from './list-zip.ts'
import { unpack } from './unpack.ts'
import { directoryEnd, directoryLine, localHeader, type ZipRecord } from './zip-records.ts'

const record = (name: string, content: Uint8Array): ZipRecord => ({
  name,
  method: 'stored',
  crc: crc32(content),
  sizeBytes: content.length,
  packedBytes: content.length,
  at: new Date('2026-02-03T04:05:06Z'),
})

test('what it writes is read back by the strict reader', async () => {
  const content = Buffer.from('¡Hola!')
  const file = record('carpeta/año.txt', content)
  const body = Buffer.concat([localHeader(file), content])
  const directory = directoryLine(file, 0)
  const end = directoryEnd({ entries: 1, bytes: directory.length, offset: body.length })
  const [entry] = listZip(Buffer.concat([body, directory, end]))
  expect(entry?.name).toBe('carpeta/año.txt')
  expect(Buffer.from(await unpack(entry!)).toString()).toBe('¡Hola!')
})

test('beyond four gigabytes and 65,535 files, ZIP64 says what the short records can’t', () => {
  const far = 5 * 2 ** 30
  const small = record('a', Buffer.from('a'))
  const line = directoryLine(small, far)
  expect(line.readUInt32LE(42)).toBe(0xffffffff)
  expect([line.readUInt16LE(47), line.readUInt16LE(49), Number(line.readBigUInt64LE(51))]).toEqual([
    1,
    8,
    far,
  ])
  const large = { ...small, sizeBytes: far, packedBytes: far }
  const header = localHeader(large)
  expect(header.readUInt16LE(28)).toBe(20)
  expect(Number(header.readBigUInt64LE(35))).toBe(far)
  const end = directoryEnd({ entries: 70_000, bytes: 7_000_000, offset: far })
  expect(end.length).toBe(56 + 20 + 22)
  expect(Number(end.readBigUInt64LE(32))).toBe(70_000)
  expect(Number(end.readBigUInt64LE(56 + 8))).toBe(far + 7_000_000)
  expect(end.readUInt16LE(76 + 10)).toBe(0xffff)
})

const has = (program: string) => spawnSync(program, ['--help']).error === undefined

test.skipIf(!has('python3') || !has('unzip'))(
  'other programs open 70,000 files beyond the fifth gigabyte (needs python3 and unzip)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'folio-zip-'))
    const path = join(folder, 'large.zip')
    const content = Buffer.from('contenido')
    const parts: Buffer[] = []
    const directory: Buffer[] = []
    // what is before the first file is a hole, and takes no room on the disk
    const start = 5 * 2 ** 30
    let offset = start
    for (let n = 0; n < 70_000; n++) {
      const file = record(`documents/${n}-factura.txt`, content)
      directory.push(directoryLine(file, offset))
      const header = localHeader(file)
      parts.push(header, content)
      offset += header.length + content.length
    }
    const lines = Buffer.concat(directory)
    const end = directoryEnd({ entries: 70_000, bytes: lines.length, offset })
    const handle = await open(path, 'w')
    await handle.write(Buffer.concat([...parts, lines, end]), 0, undefined, start)
    await handle.close()
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(len(z.namelist()), z.testzip())'
    expect(spawnSync('python3', ['-c', script, path]).stdout.toString().trim()).toBe('70000 None')
    const tested = spawnSync('unzip', ['-tq', path], { maxBuffer: 1 << 26 })
    expect(tested.stdout.toString()).toContain('No errors detected')
    await rm(folder, { recursive: true })
  },
)

import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { bounds } from '../config.ts'
import { findPair } from './find-pair.ts'
import { listZip } from './list-zip.ts'
import { unpack } from './unpack.ts'
import { writeZip } from './write-zip.ts'
import type { ZipError } from './zip-error.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const invoice = bytesOf('<Factura>'.repeat(100))
const zip = (files: Record<string, Uint8Array>) => new Uint8Array(zipSync(files))

/** Where the first entry's record in the directory begins, and that of the end. */
const places = (bytes: Uint8Array) => {
  const text = Buffer.from(bytes)
  return { central: text.indexOf('PK\x01\x02'), end: text.lastIndexOf('PK\x05\x06') }
}

/** The same ZIP with something else in it. */
function altered(bytes: Uint8Array, change: (view: DataView, at: ReturnType<typeof places>) => void) {
  const copy = bytes.slice()
  change(new DataView(copy.buffer), places(copy))
  return copy
}

const faultOf = (bytes: Uint8Array) => {
  try {
    listZip(bytes)
  } catch (error) {
    return (error as ZipError).fault
  }
}
const unpacked = (bytes: Uint8Array) =>
  unpack(listZip(bytes)[0]!).then(
    () => undefined,
    (error: ZipError) => error.fault,
  )

test('what was packed comes out, by any of the two methods and without its folders', async () => {
  const plain = writeZip({ 'a.xml': invoice })
  const packed = zip({
    'folder/': new Uint8Array(),
    'folder/ñandú.xml': invoice,
    'empty.txt': new Uint8Array(),
  })
  expect(listZip(packed).map(({ name }) => name)).toEqual(['folder/ñandú.xml', 'empty.txt'])
  for (const each of [plain, packed]) expect(await unpack(listZip(each)[0]!)).toEqual(invoice)
  expect(await unpack(listZip(packed)[1]!)).toEqual(new Uint8Array())
  expect(listZip(zip({}))).toEqual([])
})

test('what Folio writes is the same bytes wherever and whenever it is written', () => {
  const files = { 'a.xml': invoice, 'b.pdf': bytesOf('%PDF-1.4') }
  const sha256 = createHash('sha256').update(writeZip(files)).digest('hex')
  expect(sha256).toBe('a8b52327a2ba2587b06a2d7ce77d839f124f00254671f5ee9be0686a293468d2')
})

test('a name in the old code page of Windows is read as it was meant', () => {
  const named = altered(zip({ 'n1_.xml': invoice }), (view, { central }) => {
    for (const at of [30 + 2, central + 46 + 2]) view.setUint8(at, 0xa5)
  })
  expect(listZip(named)[0]!.name).toBe('n1Ñ.xml')
})

test('a comment at the end, and one that looks like the end, are no harm', () => {
  const commented = new Uint8Array([...zip({ 'a.xml': invoice }), ...bytesOf('made by hand')])
  new DataView(commented.buffer).setUint16(places(commented).end + 20, 12, true)
  expect(listZip(commented)).toHaveLength(1)
})

test('what is no ZIP, is cut short or says two things is damaged', () => {
  const good = zip({ 'a.xml': invoice, 'b.xml': invoice })
  const cases: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['only a mark', bytesOf('PK\x03\x04')],
    ['without its end', good.slice(0, -10)],
    ['without its beginning', good.slice(20)],
    ['one disk of several', altered(good, (view, { end }) => view.setUint16(end + 4, 1, true))],
    [
      'more entries than there are',
      altered(good, (view, { end }) => {
        view.setUint16(end + 8, 3, true)
        view.setUint16(end + 10, 3, true)
      }),
    ],
    ['another name in its place', altered(good, (view) => view.setUint8(30, 0x7a))],
    [
      'entries in one place',
      altered(good, (view, { central }) => {
        view.setUint8(central + 46 + 5 + 46, 0x61)
        view.setUint32(central + 46 + 5 + 42, 0, true)
      }),
    ],
    [
      'an entry over the directory',
      altered(good, (view, { central }) => view.setUint32(central + 20, 5000, true)),
    ],
    ['a ZIP64', altered(good, (view, { end }) => view.setUint32(end + 16, 0xffffffff, true))],
  ]
  for (const [what, bytes] of cases) expect([what, faultOf(bytes)]).toEqual([what, 'damaged'])
})

test('a bomb is refused by what it declares, at once', () => {
  const zeros = zip({ 'a.xml': new Uint8Array(4 * 1024 * 1024) })
  const huge = altered(zip({ 'a.xml': invoice }), (view, { central }) =>
    view.setUint32(central + 24, bounds.zipUnpackedBytes + 1, true),
  )
  const many = zip(
    Object.fromEntries(
      Array.from({ length: bounds.zipEntries + 1 }, (_, i) => [`n${i}.xml`, new Uint8Array()]),
    ),
  )
  const began = performance.now()
  expect([zeros, huge, many].map(faultOf)).toEqual(['too-large', 'too-large', 'too-many'])
  expect(performance.now() - began).toBeLessThan(200)
})

test('a bomb that hides its size is not unpacked beyond it', async () => {
  const hidden = altered(zip({ 'a.xml': new Uint8Array(900_000) }), (view, { central }) =>
    view.setUint32(central + 24, 1000, true),
  )
  expect(await unpacked(hidden)).toBe('damaged')
})

test('an entry that asks for a password, is packed otherwise, or was changed says so', async () => {
  const good = zip({ 'a.xml': invoice })
  const central = (offset: number, value: number) =>
    altered(good, (view, at) => view.setUint16(at.central + offset, value, true))
  expect(await unpacked(central(8, 1))).toBe('encrypted')
  expect(await unpacked(central(10, 14))).toBe('other-method')
  expect(await unpacked(central(16, 0))).toBe('damaged')
  const stored = writeZip({ 'a.xml': invoice })
  expect(await unpacked(altered(stored, (view) => view.setUint8(40, 0)))).toBe('damaged')
})

test('a pair is an XML and a PDF by their endings, and nothing beside them', () => {
  const pairIn = (...names: string[]) =>
    findPair(listZip(zip(Object.fromEntries(names.map((name) => [name, invoice])))))
  expect(pairIn('f.PDF', 'other/f.xml')?.xml.name).toBe('other/f.xml')
  expect(pairIn('f.pdf', 'f.xml', 'cdr.xml')).toBeUndefined()
  expect(pairIn('f.pdf', 'g.pdf')).toBeUndefined()
  expect(pairIn('f.xml')).toBeUndefined()
})

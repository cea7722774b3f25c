import { expect, test } from 'bun:test'
import { AppError } from '../../errors.ts'
import { pdf } from '../../testing/documents.ts'
import { makeDte } from '../../testing/e-invoices.ts'
import { makeZip } from '../../testing/zips.ts'
import { findPair } from '../../zip/find-pair.ts'
import { listZip } from '../../zip/list-zip.ts'
import { openArchive } from './open-archive.ts'

const view = pdf('what people see')
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
const cdr = '<ApplicationResponse><ID>1</ID></ApplicationResponse>'

/** The documents as `filename (kind)`, and what was refused as `path code`. */
async function shown(files: Parameters<typeof makeZip>[0]) {
  const { isPair, documents, refused } = await openArchive(makeZip(files))
  return {
    isPair,
    documents: documents.map(({ filename, contentType }) => `${filename} (${contentType.split('/')[1]})`),
    refused: refused.map(({ path, error }) => `${path} ${error.code}`),
  }
}
const codeOf = (bytes: Uint8Array<ArrayBuffer>) =>
  openArchive(bytes).then(
    () => undefined,
    (error: AppError) => [error.code, error.kind],
  )

test('an XML and its PDF are one document, and the ZIP of just these two is it', async () => {
  expect(await shown({ 'a/F7.xml': makeDte(7), 'b/repr.pdf': view })).toEqual({
    isPair: true,
    documents: ['repr.zip (zip)'],
    refused: [],
  })
})

test('what answers an invoice goes with it, and makes no document of its own', async () => {
  const { isPair, documents, refused } = await shown({
    'F7.xml': makeDte(7),
    'R-F7.xml': cdr,
    'F7.pdf': view,
  })
  expect([isPair, documents, refused]).toEqual([false, ['F7.zip (zip)'], []])
  expect((await shown({ 'F7.xml': makeDte(7), 'R-F7.xml': cdr })).documents).toEqual(['F7.xml (xml)'])
  expect(await codeOf(makeZip({ 'R-F7.xml': cdr }))).toEqual(['ZIP_EMPTY', 'unsupported'])
})

test('a pair that Folio packs itself is the same bytes each time, and found again as a pair', async () => {
  const files = { 'F7.xml': makeDte(7), 'F7.pdf': view, 'F8.xml': makeDte(8), 'F8.pdf': pdf('eight') }
  const packed = async () => {
    const { documents } = await openArchive(makeZip(files))
    return Promise.all(documents.map(({ open }) => open()))
  }
  const [first, second] = [await packed(), await packed()]
  expect(first).toEqual(second)
  expect(first.map((bytes) => findPair(listZip(bytes))?.pdf.name)).toEqual(['F7.pdf', 'F8.pdf'])
  expect((await openArchive(first[0]!)).isPair).toBe(true)
})

test('a pair is packed anew where its names lie or something else is beside it', async () => {
  const lying = { 'F7.txt': makeDte(7), 'F7.dat': view }
  expect(await shown(lying)).toMatchObject({ isPair: false, documents: ['F7.dat.zip (zip)'] })
  const mac = { 'F7.xml': makeDte(7), 'F7.pdf': view, '__MACOSX/._F7.pdf': 'x' }
  expect(await shown(mac)).toEqual({ isPair: false, documents: ['F7.zip (zip)'], refused: [] })
  const [document] = (await openArchive(makeZip(lying))).documents
  expect(listZip(await document!.open()).map(({ name }) => name)).toEqual(['F7.txt.xml', 'F7.dat.pdf'])
})

test('all else that can be read is a document of its own, and the rest is named', async () => {
  expect(
    await shown({
      'uno.pdf': pdf('1'),
      'dos.pdf': pdf('2'),
      'sub/foto.png': png,
      'sub/notas.txt': 'notes',
      'sola.xml': makeDte(9),
      '.DS_Store': 'x',
    }),
  ).toEqual({
    isPair: false,
    documents: ['uno.pdf (pdf)', 'dos.pdf (pdf)', 'foto.png (png)', 'sola.xml (xml)'],
    refused: ['sub/notas.txt UNSUPPORTED_FILE_TYPE'],
  })
})

test('a ZIP in it is opened, and one in that is not', async () => {
  const inner = makeZip({
    'F7.xml': makeDte(7),
    'F7.pdf': view,
    'deep.zip': makeZip({ 'F9.xml': makeDte(9) }),
  })
  expect(await shown({ 'mail/F7.zip': inner, 'F8.pdf': pdf('8') })).toEqual({
    isPair: false,
    documents: ['F7.zip (zip)', 'F8.pdf (pdf)'],
    refused: ['mail/F7.zip/deep.zip ZIP_NESTED'],
  })
  // two files in all, of which one is not where its ZIP would be looked into
  const odd = { 'f.xml': makeZip({ 'g.xml': makeDte(7) }), 'f.pdf': view }
  expect(await shown(odd)).toMatchObject({ isPair: false, documents: ['f.zip (zip)'] })
})

test('a bomb within is refused, and does not take the others with it', async () => {
  const bomb = makeZip({ 'zeros.xml': new Uint8Array(9 * 1024 * 1024) })
  expect(await shown({ 'bomb.zip': bomb, 'F8.pdf': pdf('8') })).toMatchObject({
    documents: ['F8.pdf (pdf)'],
    refused: ['bomb.zip ZIP_TOO_LARGE'],
  })
})

test('names that lead elsewhere lead nowhere', async () => {
  expect(await shown({ '../../etc/passwd.pdf': pdf('1'), '/abs\\..\\dos.pdf': pdf('2'), '..': 'x' })).toEqual(
    {
      isPair: false,
      documents: ['passwd.pdf (pdf)', 'dos.pdf (pdf)'],
      refused: ['document UNSUPPORTED_FILE_TYPE'],
    },
  )
})

test('an office document is none, although it is a ZIP with XML in it', async () => {
  const word = makeZip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' })
  expect(await codeOf(word)).toEqual(['UNSUPPORTED_FILE_TYPE', 'unsupported'])
  expect(await shown({ 'carta.docx': word, 'F8.pdf': pdf('8') })).toMatchObject({
    refused: ['carta.docx UNSUPPORTED_FILE_TYPE'],
  })
})

test('a ZIP of nothing, a damaged one and one with a password say what to do', async () => {
  expect(await codeOf(makeZip({}))).toEqual(['ZIP_EMPTY', 'unsupported'])
  expect(await codeOf(makeZip({ 'a.pdf': view }).slice(0, -4))).toEqual(['ZIP_DAMAGED', 'unsupported'])
  const locked = makeZip({ 'a.pdf': view })
  locked[Buffer.from(locked).indexOf('PK\x01\x02') + 8]! |= 1
  const { refused } = await openArchive(locked)
  expect(refused.map(({ error }) => error.code)).toEqual(['ZIP_ENCRYPTED'])
})

test('whatever is changed in a ZIP, it is opened or refused, and soon', async () => {
  const inner = makeZip({ 'F7.xml': makeDte(7), 'F7.pdf': view })
  const good = makeZip({ 'inner.zip': inner, 'F8.xml': makeDte(8), 'F8.pdf': pdf('8'), 'ñ.txt': 'x' })
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % below
  }
  const began = performance.now()
  let opened = 0
  for (let round = 0; round < 2000; round++) {
    const bytes = good.slice(0, random(10) ? good.length : random(good.length))
    for (let changes = random(4) + 1; changes > 0 && bytes.length; changes--)
      bytes[random(bytes.length)] = random(3) ? random(256) : random(2) * 255
    await openArchive(bytes).then(
      async ({ documents }) => {
        opened++
        for (const { open } of documents) await open()
      },
      (error) => expect(error).toBeInstanceOf(AppError),
    )
  }
  expect(opened).toBeGreaterThan(100)
  expect(performance.now() - began).toBeLessThan(15_000)
})

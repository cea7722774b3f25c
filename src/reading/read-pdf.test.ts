import { afterAll, expect, test } from 'bun:test'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeEncryptedPdf, makeInvoicePicture, makePdf } from './make-documents.ts'
import { ReadingError } from './reader.ts'

const reader = createReader({ workers: 1, bounds: { ...bounds, pages: 20 }, log: createLog('error') })
afterAll(() => reader.close())

const pdf = (bytes: Uint8Array<ArrayBuffer>) => ({ bytes, contentType: 'application/pdf' as const })
const { signal } = new AbortController()

async function read(bytes: Uint8Array<ArrayBuffer>, skip?: Set<number>) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(pdf(bytes), { signal, skip })) pages.push(page)
  return pages
}
const failure = (bytes: Uint8Array<ArrayBuffer>) => read(bytes).catch((error) => error.reason)
const text = (page?: PageOfWords) => page?.words.map((word) => word.text).join(' ')
const find = (page: PageOfWords | undefined, text: string) => page!.words.find((word) => word.text === text)!

test('a digital PDF is read from its text, each word with its place on the page', async () => {
  const bytes = await makePdf([{ lines: invoiceLines('F-7') }])
  const [page] = await read(bytes)
  expect(page).toMatchObject({ page: 1, source: 'text', width: 595, height: 842 })
  expect(text(page)).toStartWith('Ferreteria Lopez SL Factura F-7 Fecha 24/07/2026 Base imponible 1.000,00')
  const [x0, y0, x1, y1] = find(page, 'TOTAL').box
  expect(x0).toBeCloseTo(60 / 595, 3)
  expect(y1).toBeCloseTo(1 - 560 / 842, 1)
  expect(y1 - y0).toBeCloseTo(18 / 842, 1)
  expect(find(page, '1.210,00').box[0]).toBeGreaterThan(x1)
  expect(bytes.length).toBeGreaterThan(0)
})

test('words come line by line whatever order the PDF draws them in', async () => {
  const lines = [
    { text: '12,00 EUR', x: 400, y: 500 },
    { text: 'down below it all', x: 60, y: 300 },
    { text: 'Total due', x: 60, y: 501 },
  ]
  expect(text((await read(await makePdf([{ lines }])))[0])).toBe('Total due 12,00 EUR down below it all')
})

test('a page that is displayed sideways is turned until its text is upright', async () => {
  const [page] = await read(await makePdf([{ lines: invoiceLines('F-8'), rotate: 90 }]))
  expect(page).toMatchObject({ turn: 270, width: 595, height: 842 })
  const [upright] = await read(await makePdf([{ lines: invoiceLines('F-8') }]))
  for (const edge of [0, 1, 2, 3])
    expect(find(page, 'TOTAL').box[edge]).toBeCloseTo(find(upright, 'TOTAL').box[edge]!, 3)
  expect(text(page)).toBe(text(upright)!)
})

test('text beyond the edge of the page and text drawn twice are left out', async () => {
  const lines = [...invoiceLines('F-9'), { text: 'elsewhere', x: 60, y: 2000 }]
  const twice = [...lines, ...invoiceLines('F-9').map((line) => ({ ...line, x: line.x + 0.1 }))]
  const [page] = await read(await makePdf([{ lines: twice }]))
  expect(text(page)?.match(/F-9/g)).toHaveLength(1)
  expect(text(page)).not.toContain('elsewhere')
})

test('a page without text is looked at, its neighbour with text is not', async () => {
  const scan = await (await makeInvoicePicture('S-1', 150)).jpeg().toBuffer()
  const bytes = await makePdf([{ lines: invoiceLines('F-10') }, { lines: [], cover: scan }])
  const pages = await read(bytes)
  expect(pages.map((page) => page.source)).toEqual(['text', 'ocr'])
  expect(text(pages[1])).toContain('TOTAL 1.210,00 EUR')
  const [seen, known] = [find(pages[1], 'TOTAL').box, find(pages[0], 'TOTAL').box]
  for (const edge of [0, 1, 2, 3]) expect(seen[edge]).toBeCloseTo(known[edge]!, 1)
})

test('pages that were read before are skipped, and a buffer that was read stays whole', async () => {
  const bytes = await makePdf([1, 2, 3].map((n) => ({ lines: invoiceLines(`F-${n}`) })))
  const before = bytes.slice()
  expect((await read(bytes, new Set([1, 3]))).map((page) => page.page)).toEqual([2])
  expect(await read(bytes, new Set([1, 2, 3]))).toEqual([])
  expect(bytes).toEqual(before)
})

test('what cannot be read says why', async () => {
  expect(await failure(makeEncryptedPdf())).toBe('encrypted')
  expect(await failure(new TextEncoder().encode('%PDF-1.4 and then nothing of the kind'))).toBe('unreadable')
  expect(await failure(new Uint8Array())).toBe('unreadable')
  const none = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj'
  const empty = `%PDF-1.4\n${none}\ntrailer<</Root 1 0 R>>\n%%EOF`
  expect(await failure(new TextEncoder().encode(empty))).toBe('empty')
  const book = await makePdf(Array.from({ length: 21 }, () => ({ lines: [] })))
  expect(await failure(book)).toBe('too-many-pages')
})

test('the picture of a page is upright, in WebP, and its long side can be read on a screen', async () => {
  const bytes = await makePdf([{ lines: invoiceLines('F-11'), rotate: 90 }])
  const picture = await reader.picture(pdf(bytes), { page: 1, turn: 0 }, signal)
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 1600, height: 1131 })
  const missing = await reader.picture(pdf(bytes), { page: 2, turn: 0 }, signal).catch((error) => error)
  expect(missing).toBeInstanceOf(ReadingError)
  expect(missing.reason).toBe('no-such-page')
})

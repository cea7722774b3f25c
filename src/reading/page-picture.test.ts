import { afterAll, expect, test } from 'bun:test'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { Box, PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { makePageOfCodes, scanned } from './make-codes.ts'
import { invoiceLines, makePdf, makePicture } from './make-documents.ts'
import { makeDrawnPdf } from './make-pdfs.ts'
import type { Document, ReadPage } from './reader.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

const { signal } = new AbortController()
async function read(document: Document): Promise<ReadPage & { picture: Uint8Array }> {
  for await (const read of reader.read(document, { signal, pictures: true }))
    return { ...read, picture: read.picture! }
  throw new Error('No page came back')
}
const png = async (bytes: Buffer): Promise<Document> => ({
  bytes: new Uint8Array(bytes),
  contentType: 'image/png',
})
const pdf = (bytes: Uint8Array<ArrayBuffer>): Document => ({ bytes, contentType: 'application/pdf' })
/** Printed rows, for a page is straightened by all of its lines. */
const rows = invoiceLines('P-1').flatMap((line, i) => [
  line,
  { ...line, text: `Linea ${i} de 12,50`, y: line.y - 260 },
])
const page = async (dpi: number) => makePicture(await makePdf([{ lines: rows }]), dpi)
const turned = async (angle: number, dpi = 120) =>
  (await page(dpi)).rotate(angle, { background: '#fff' }).png().toBuffer()
const wordOf = ({ words }: PageOfWords, text: string) => words.find((word) => word.text === text)!

/** Where ink is: the box around all dark pixels of a picture, within a box that is larger than the word. */
async function inkIn(picture: Uint8Array, [x0, y0, x1, y1]: Box): Promise<Box> {
  const gray = sharp(picture).grayscale().raw({ depth: 'uchar' })
  const { data, info } = await gray.toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const ink = [1, 1, 0, 0] as Box
  for (let y = Math.floor(y0 * height); y < y1 * height; y++)
    for (let x = Math.floor(x0 * width); x < x1 * width; x++) {
      if (data[y * width + x]! > 128) continue
      ink[0] = Math.min(ink[0], x / width)
      ink[1] = Math.min(ink[1], y / height)
      ink[2] = Math.max(ink[2], (x + 1) / width)
      ink[3] = Math.max(ink[3], (y + 1) / height)
    }
  return ink
}
const grown = ([x0, y0, x1, y1]: Box, by: number): Box => [x0 - by, y0 - by, x1 + by, y1 + by]

test.each([0, 1.5, -4, 90, 91.2, 178.5, 272])(
  'a page turned by %d degrees has a picture that is straight, and its boxes fit',
  async (angle) => {
    const { page, picture } = await read(await png(await turned(angle)))
    const askew = ((angle + 45) % 90) - 45
    if (askew) expect(Math.abs((page.skew ?? 0) + askew)).toBeLessThan(0.4)
    else expect(page.skew).toBeUndefined()
    const { width, height } = await sharp(picture).metadata()
    expect(width! / height!).toBeCloseTo(page.width / page.height, 2)
    for (const text of ['Ferreteria', '1.210,00', 'imponible']) {
      const { box } = wordOf(page, text)
      const ink = await inkIn(picture, grown(box, 0.004))
      for (const [edge, place] of ink.entries()) expect(Math.abs(place - box[edge]!)).toBeLessThan(0.008)
    }
  },
)

test('what is told of a page is enough to have the same picture again', async () => {
  const document = await png(await turned(2))
  const { page, picture } = await read(document)
  expect(await reader.picture(document, page, signal)).toEqual(new Uint8Array(picture))
})

test('a scan inside of a PDF has its picture too, straightened alike, with its colours', async () => {
  const red = await sharp(await turned(1.5, 200))
    .toColourspace('srgb')
    .linear([1, 0.6, 0.6], [0, 0, 0])
    .jpeg()
    .toBuffer()
  const { width = 0, height = 0 } = await sharp(red).metadata()
  const size: [number, number] = [595, (595 * height) / width]
  const { page, picture } = await read(pdf(await makeDrawnPdf([{ content: '', cover: red, size }])))
  expect(page.skew).toBeCloseTo(-1.5, 0)
  const { box } = wordOf(page, '1.210,00')
  const ink = await inkIn(picture, grown(box, 0.004))
  for (const [edge, place] of ink.entries()) expect(Math.abs(place - box[edge]!)).toBeLessThan(0.008)
  const { channels } = await sharp(picture).stats()
  expect(channels[0]!.mean - channels[1]!.mean).toBeGreaterThan(2)
})

test('a digital page is drawn only when somebody looks at it', async () => {
  const document = pdf(await makePdf([{ lines: rows }]))
  const { page, picture } = await read(document)
  expect([page.source, picture]).toEqual(['text', undefined as never])
  const drawn = await reader.picture(document, page, signal)
  const { box } = wordOf(page, 'Ferreteria')
  const [x0, y0, x1, y1] = await inkIn(drawn, grown(box, 0.004))
  expect([
    x0 >= box[0] - 0.004,
    y0 >= box[1] - 0.004,
    x1 <= box[2] + 0.004,
    y1 <= box[3] + 0.004,
  ]).not.toContain(false)
})

test('a till roll keeps its width, and a small picture its size', async () => {
  const sizeOf = async (width: number, height: number) => {
    const blank = sharp({ create: { width, height, channels: 3, background: '#fff' } })
    const picture = await reader.picture(
      await png(await blank.png().toBuffer()),
      { page: 1, turn: 0 },
      signal,
    )
    const told = await sharp(picture).metadata()
    return [told.width, told.height]
  }
  expect(await sizeOf(1000, 4000)).toEqual([800, 3200])
  expect(await sizeOf(400, 6000)).toEqual([267, 4000])
  expect(await sizeOf(300, 400)).toEqual([300, 400])
  expect(await sizeOf(3000, 4000)).toEqual([1200, 1600])
})

test('a code is where its straightened page shows it, and its modules are no words', async () => {
  const code = { format: 'QRCode', says: 'https://example.com/12,50', left: 60, top: 180, wide: 30 } as const
  const drawn = await scanned(await makePageOfCodes([code]), 3)
  const { page, picture } = await read(await png(await drawn.png().toBuffer()))
  const [{ box, text }] = page.codes as [(typeof page.codes)[0]]
  expect(text).toBe(code.says)
  const ink = await inkIn(picture, grown(box, 0.01))
  for (const [edge, place] of ink.entries()) expect(Math.abs(place - box[edge]!)).toBeLessThan(0.01)
  const inside = page.words.filter(
    ({ box: [x0, y0] }) => x0 > box[0] && x0 < box[2] && y0 > box[1] && y0 < box[3],
  )
  expect(inside).toEqual([])
  expect(wordOf(page, '1.210,00')).toBeDefined()
})

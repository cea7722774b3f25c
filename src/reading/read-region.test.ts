import { afterAll, expect, test } from 'bun:test'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { Box, Word } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeInvoicePicture, makePdf, makePicture } from './make-documents.ts'
import { makeDrawnPdf, put } from './make-pdfs.ts'
import type { Document } from './reader.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

const { signal } = new AbortController()
const upright = { page: 1, turn: 0 } as const
const pdf = (bytes: Uint8Array<ArrayBuffer>): Document => ({ bytes, contentType: 'application/pdf' })
const text = (words: Word[]) => words.map((word) => word.text).join(' ')
/** The row of the total on the invoice that tests draw, and the one above. */
const total: Box = [0.08, 0.32, 0.6, 0.346]
const twoRows: Box = [0.08, 0.27, 0.6, 0.346]

async function firstPage(document: Document) {
  for await (const { page } of reader.read(document, { signal })) return page
  throw new Error('No page came back')
}
const jpeg = async (angle: number, dpi = 120): Promise<Document> => {
  const picture = (await makeInvoicePicture('R-1', dpi)).rotate(angle, { background: '#fff' })
  return { bytes: new Uint8Array(await picture.jpeg().toBuffer()), contentType: 'image/jpeg' }
}

test('of a digital page a part is its own words in it', async () => {
  const document = pdf(await makePdf([{ lines: invoiceLines('R-1') }]))
  const words = await reader.readRegion(document, upright, total, signal)
  expect(text(words)).toBe('TOTAL 1.210,00 EUR')
  expect(words.map((word) => word.confidence)).toEqual([1, 1, 1])
  expect(text(await reader.readRegion(document, upright, twoRows, signal))).toBe(
    'IVA 21% 210,00 TOTAL 1.210,00 EUR',
  )
  expect(await reader.readRegion(document, upright, [0.1, 0.8, 0.9, 0.9], signal)).toEqual([])
})

test('where a digital page shows a picture, the picture is read', async () => {
  const logo = await (await makeInvoicePicture('R-1', 200))
    .extract({ left: 140, top: 700, width: 700, height: 100 })
    .png()
    .toBuffer()
  const rows = Array.from({ length: 30 }, (_, i) =>
    put(`Servicio de limpieza numero ${i}`, 60, 600 - i * 18),
  ).join('')
  const made = await PDFDocument.load(await makeDrawnPdf([{ content: rows }]))
  made.getPage(0).drawImage(await made.embedPng(logo), { x: 60, y: 700, width: 252, height: 36 })
  const document = pdf(new Uint8Array(await made.save()))
  expect((await firstPage(document)).source).toBe('text')
  const words = await reader.readRegion(document, upright, [0.08, 0.1, 0.6, 0.18], signal)
  expect(text(words)).toContain('1.210,00')
})

test.each([0, 2.5, -3, 90, 183, 270])(
  'a part of a photo turned by %d degrees is found where its page shows it',
  async (angle) => {
    const document = await jpeg(angle)
    const page = await firstPage(document)
    const there = page.words.filter(({ text }) => /TOTAL|1.210,00|EUR/.test(text)).map((word) => word.box)
    const around: Box = [0, 1, 2, 3].map((edge) =>
      (edge < 2 ? Math.min : Math.max)(...there.map((box) => box[edge]!)),
    ) as Box
    const words = await reader.readRegion(
      document,
      page,
      around.map((edge, i) => edge + (i < 2 ? -0.005 : 0.005)) as Box,
      signal,
    )
    expect(text(words)).toBe('TOTAL 1.210,00 EUR')
    for (const [i, { box }] of words.entries())
      for (const edge of [0, 1, 2, 3]) expect(Math.abs(box[edge]! - there[i]![edge]!)).toBeLessThan(0.012)
  },
)

test('a scan is looked at more finely than for its page', async () => {
  const small = Array.from({ length: 3 }, (_, i) => put(`Base ${i} 1.234,56 EUR`, 60, 700 - i * 30, 5)).join(
    '',
  )
  const drawn = await sharp(await drawnAt(small, 300))
    .jpeg()
    .toBuffer()
  const document = pdf(await makeDrawnPdf([{ content: '', cover: drawn }]))
  expect((await firstPage(document)).source).toBe('ocr')
  const words = await reader.readRegion(document, upright, [0.08, 0.15, 0.4, 0.18], signal)
  expect(text(words)).toContain('1.234,56 EUR')
})

test('who draws a box around nothing reads nothing, and a page that is not there says so', async () => {
  const document = await jpeg(0)
  expect(await reader.readRegion(document, upright, [0.5, 0.7, 0.9, 0.8], signal)).toEqual([])
  expect(await reader.readRegion(document, upright, [0.999, 0.999, 1, 1], signal)).toEqual([])
  const beyond = await reader
    .readRegion(document, { page: 2, turn: 0 }, total, signal)
    .catch((error) => error.reason)
  expect(beyond).toBe('no-such-page')
  const xml: Document = {
    bytes: new TextEncoder().encode('<a><b>12,50</b></a>'),
    contentType: 'application/xml',
  }
  expect(text(await reader.readRegion(xml, upright, [0, 0, 1, 1], signal))).toBe('b: 12,50')
})

async function drawnAt(content: string, dpi: number) {
  return (await makePicture(await makeDrawnPdf([{ content }]), dpi)).png().toBuffer()
}

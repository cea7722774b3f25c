import { afterAll, expect, test } from 'bun:test'
import sharp, { type Sharp } from 'sharp'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeColoured, makeInvoicePicture, makePdf, makePicture } from './make-documents.ts'
import { startThread } from './thread.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

async function read(picture: Sharp): Promise<PageOfWords> {
  const document = {
    bytes: new Uint8Array(await picture.png().toBuffer()),
    contentType: 'image/png',
  } as const
  const { signal } = new AbortController()
  for await (const { page } of reader.read(document, { signal })) return page
  throw new Error('No page came back')
}
const text = ({ words }: PageOfWords) => words.map((word) => word.text).join(' ')
const alike = (text: string) => text.replace(/(?<=\d)[.,](?=\d)/g, ',')
const everyLine = invoiceLines('R-7')
  .map((line) => line.text)
  .join(' ')
const invoice = () => makeInvoicePicture('R-7', 150)
/** Turned as it is, and as a picture that may be turned again. */
const turned = async (picture: Sharp, angle: number) =>
  sharp(await picture.rotate(angle, { background: '#fff' }).png().toBuffer())

test('an upright page is read whole, each word where it stands', async () => {
  const page = await read(await invoice())
  expect(page).toMatchObject({ source: 'ocr', turn: 0 })
  expect(text(page)).toBe(everyLine)
  const amount = page.words.find((word) => word.text === '1.210,00')!
  const [left, top, right, bottom] = amount.box
  expect(amount.confidence).toBeWithin(0.8, 1.0001)
  expect([left, right]).toEqual([expect.closeTo(0.21, 1), expect.closeTo(0.35, 1)])
  expect([top, bottom]).toEqual([expect.closeTo(0.32, 1), expect.closeTo(0.34, 1)])
  expect(bottom - top).toBeWithin(0.01, 0.035)
})

test.each([
  [90, 270],
  [180, 180],
  [270, 90],
] as const)('a page that was turned by %i is turned back by %i', async (angle, turn) => {
  const upright = await read(await invoice())
  const page = await read(await turned(await invoice(), angle))
  expect(page).toMatchObject({ turn, width: upright.width, height: upright.height })
  // A comma this small may be taken for a point: the sums of an invoice tell them apart.
  expect(alike(text(page))).toBe(alike(everyLine))
  for (const [i, { box }] of page.words.entries())
    for (const [k, edge] of box.entries())
      expect(Math.abs(edge - upright.words[i]!.box[k]!)).toBeLessThan(0.01)
})

test.each([3, -8, 20])('a page askew by %i degrees is read line by line', async (angle) => {
  const page = await read(await turned(await invoice(), angle))
  expect(page.turn).toBe(0)
  expect(text(page)).toBe(everyLine)
})

test.each([
  ['white on black', [255, 255, 255], [0, 0, 0]],
  ['white on blue', [255, 255, 255], [30, 60, 160]],
  ['pale gray on gray', [150, 150, 150], [185, 185, 185]],
] as const)('%s is read', async (_, ink, paper) => {
  const page = await read(await makeColoured(await invoice(), [...ink], [...paper]))
  expect(text(page)).toBe(everyLine)
})

test('a box of light type among dark type is read', async () => {
  const pdf = await makePdf([{ lines: [{ text: 'TOTAL FACTURA 99,95', x: 60, y: 800 }] }])
  const strip = await (await makePicture(pdf, 150))
    .extract({ left: 60, top: 40, width: 700, height: 80 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = strip.info
  const raw = { width, height, channels: strip.info.channels as 1 }
  const dark = await makeColoured(sharp(strip.data, { raw }).grayscale(), [255, 255, 255], [20, 20, 120])
  const box = await dark.png().toBuffer()
  const page = await read(
    sharp(
      await (await invoice())
        .toColourspace('srgb')
        .composite([{ input: box, left: 200, top: 900 }])
        .png()
        .toBuffer(),
    ),
  )
  expect(text(page)).toBe(`${everyLine} TOTAL FACTURA 99,95`)
})

test('a picture of three hundred pixels is read', async () => {
  const small = sharp(
    await (await invoice())
      .extract({ left: 80, top: 120, width: 620, height: 480 })
      .resize(300)
      .jpeg()
      .toBuffer(),
  )
  expect(text(await read(small))).toContain('TOTAL 1.210,00 EUR')
})

test('two receipts on one picture are both read', async () => {
  const [left, right] = await Promise.all(
    ['A-1', 'B-2'].map(async (number) =>
      (await makeInvoicePicture(number, 100))
        .extract({ left: 50, top: 80, width: 420, height: 380 })
        .png()
        .toBuffer(),
    ),
  )
  const table = sharp({ create: { width: 960, height: 420, channels: 3, background: '#fff' } })
  const page = await read(
    table.composite([
      { input: left!, left: 10, top: 10 },
      { input: right!, left: 500, top: 24 },
    ]),
  )
  expect(text(page)).toContain('A-1')
  expect(text(page)).toContain('B-2')
  expect(page.words.filter((word) => word.text === '1.210,00')).toHaveLength(2)
})

test('a page with nothing on it has no words, and one word is enough', async () => {
  const [blank, word] = await Promise.all(
    [[], [{ text: 'Pagado', x: 200, y: 400 }]].map((lines) => makePdf([{ lines }])),
  )
  expect(await read(await makePicture(blank!))).toMatchObject({ turn: 0, words: [] })
  expect(text(await read(await makePicture(word!)))).toBe('Pagado')
})

test('a thread can be ended at any moment of its work, and the process lives on', async () => {
  const bytes = new Uint8Array(await (await invoice()).png().toBuffer())
  for (let i = 0; i < 14; i++) {
    const thread = startThread({
      pages: 1,
      pixels: bounds.pixels,
      streamBytes: bounds.streamBytes,
      recognisedPages: 9,
    })
    thread.hold(1, { bytes, contentType: 'image/png' })
    const answer = thread.ask({ type: 'page', document: 1, page: 1 }, bounds.pageMs)
    await Bun.sleep(150 + i * 50 + Math.random() * 50)
    await thread.end()
    expect(['page', 'failed']).toContain((await answer).type)
  }
}, 30_000)

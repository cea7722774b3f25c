import { afterAll, expect, test } from 'bun:test'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { makeBlackPng, makeInvoicePicture } from './make-documents.ts'
import { heicTile, makeTelephoneHeic } from './make-heic.ts'

const reader = createReader({ workers: 1, bounds: { ...bounds, pages: 3 }, log: createLog('error') })
afterAll(() => reader.close())

const { signal } = new AbortController()
const document = (bytes: Uint8Array, contentType: ContentType) => ({
  bytes: new Uint8Array(bytes),
  contentType,
})

async function read(bytes: Uint8Array, contentType: ContentType) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(document(bytes, contentType), { signal })) pages.push(page)
  return pages
}
const failure = (bytes: Uint8Array, contentType: ContentType) =>
  read(bytes, contentType).catch((error) => error.reason)
const text = (page?: PageOfWords) => page?.words.map((word) => word.text).join(' ')

test('a photo is read as its camera held it, and shown the same way', async () => {
  const upright = await makeInvoicePicture('J-1')
  const { width, height } = (await upright.clone().png().toBuffer({ resolveWithObject: true })).info
  // Orientation 6: the camera lay on its side, the picture is to be turned clockwise.
  const turned = await upright.rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const [page] = await read(turned, 'image/jpeg')
  expect(page).toMatchObject({ page: 1, source: 'ocr', width, height })
  expect(text(page)).toContain('Factura J-1')
  const total = page!.words.find((word) => word.text === 'TOTAL')!
  expect(total.box[0]).toBeCloseTo(60 / 595, 1)
  expect(total.box[3]).toBeCloseTo(1 - 560 / 842, 1)
  expect(total.confidence).toBeWithin(0.6, 1.0001)
  const picture = await sharp(
    await reader.picture(document(turned, 'image/jpeg'), { page: 1, turn: 0 }, signal),
  ).metadata()
  expect(picture).toMatchObject({ format: 'webp', width, height })
})

test('a TIFF is read frame by frame', async () => {
  const frames = await Promise.all(
    ['T-1', 'T-2'].map(async (number) => (await makeInvoicePicture(number, 100)).png().toBuffer()),
  )
  const tiff = await sharp(frames, { join: { animated: true } })
    .tiff()
    .toBuffer()
  const pages = await read(tiff, 'image/tiff')
  expect(pages.map((page) => page.page)).toEqual([1, 2])
  expect(text(pages[0])).toContain('T-1')
  expect(text(pages[1])).toContain('T-2')
  const second = await reader.picture(document(tiff, 'image/tiff'), { page: 2, turn: 0 }, signal)
  expect((await sharp(second).metadata()).height).toBe(pages[1]!.height)
  const third = await reader
    .picture(document(tiff, 'image/tiff'), { page: 3, turn: 0 }, signal)
    .catch((error) => error.reason)
  expect(third).toBe('no-such-page')
})

test('transparency is paper, and nothing is learnt from one document for the next', async () => {
  const ink = await (await makeInvoicePicture('P-1'))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const black = Buffer.alloc(ink.data.length * 4)
  ink.data.forEach((gray, i) => {
    black[i * 4 + 3] = 255 - gray
  })
  const { width, height } = ink.info
  const png = await sharp(black, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
  const first = await read(png, 'image/png')
  expect(text(first[0])).toContain('TOTAL 1.210,00 EUR')
  await read(await (await makeInvoicePicture('P-2')).webp().toBuffer(), 'image/webp')
  expect(await read(png, 'image/png')).toEqual(first)
})

test('AVIF in a HEIC is read', async () => {
  const avif = await (await makeInvoicePicture('H-1')).avif({ effort: 0 }).toBuffer()
  expect(text((await read(avif, 'image/heic'))[0])).toContain('TOTAL 1.210,00 EUR')
})

test('a HEIC of a telephone is read: its tiles put together, and turned as it was held', async () => {
  const [plain] = await read(heicTile(), 'image/heic')
  expect(plain).toMatchObject({ width: 512, height: 384 })
  expect(text(plain)).toContain('Ferreteria Lopez SL Factura H-2')
  const photo = makeTelephoneHeic(2, 1)
  const [page] = await read(photo, 'image/heic')
  expect(page).toMatchObject({ width: 512, height: 768, turn: 90 })
  expect(text(page)?.match(/TOTAL 1.210.00 EUR/g)).toHaveLength(2)
  const picture = await reader.picture(document(photo, 'image/heic'), page!, signal)
  expect(await sharp(picture).metadata()).toMatchObject({ width: 512, height: 768 })
})

test('a HEIC that is too large, cut short or of a codec nobody knows is turned away at once', async () => {
  const photo = makeTelephoneHeic(2, 0)
  await read(photo, 'image/heic')
  const started = performance.now()
  expect(await failure(makeTelephoneHeic(2, 0, { width: 40_000, height: 40_000 }), 'image/heic')).toBe(
    'too-large',
  )
  for (const bytes of [100, 1_000, 9_000])
    expect(await failure(photo.slice(0, bytes), 'image/heic')).toBe('unreadable')
  const unknown = Buffer.from(photo).toString('latin1').replaceAll('hvc1', 'vvc1')
  expect(await failure(Buffer.from(unknown, 'latin1'), 'image/heic')).toBe('unreadable')
  const broken = Uint8Array.from(photo, (byte, i) => (i > 1_200 && i % 7 === 0 ? byte ^ 0xff : byte))
  const outcome = await failure(broken, 'image/heic')
  expect(Array.isArray(outcome) || outcome === 'unreadable').toBe(true)
  expect(performance.now() - started).toBeLessThan(3_000)
  expect(text((await read(photo, 'image/heic'))[0])).toContain('H-2')
})

test('a decompression bomb and a cut picture are turned away at once', async () => {
  await read(makeBlackPng(40, 40), 'image/png')
  const bomb = makeBlackPng(20_000, 20_000)
  const started = performance.now()
  expect(await failure(bomb, 'image/png')).toBe('too-large')
  expect(performance.now() - started).toBeLessThan(500)
  const whole = await (await makeInvoicePicture('C-1')).jpeg().toBuffer()
  expect(await failure(whole.subarray(0, whole.length / 2), 'image/jpeg')).toBe('unreadable')
  expect(await failure(whole.subarray(0, 10), 'image/jpeg')).toBe('unreadable')
  const drawing = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  expect(await failure(drawing, 'image/png')).toBe('unreadable')
  expect(await failure(makeBlackPng(40_000, 20), 'image/png')).toBe('too-large')
})

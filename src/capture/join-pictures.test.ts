import { expect, test } from 'bun:test'
import sharp from 'sharp'
import type { PageOfWords } from '../invoices/words.ts'
import { joinPages } from './join-pages.ts'
import { joinPictures } from './join-pictures.ts'

const blank = (width: number, height: number): PageOfWords => ({
  page: 1,
  width,
  height,
  source: 'ocr',
  turn: 0,
  words: [],
  codes: [],
})

/** One of gray pixels, each told by its place. */
async function picture(width: number, height: number, gray: (x: number, y: number) => number) {
  const data = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = gray(x, y)
  const webp = await sharp(data, { raw: { width, height, channels: 1 } })
    .webp({ quality: 95 })
    .toBuffer()
  return { page: blank(width, height), webp }
}

async function join(...parts: Awaited<ReturnType<typeof picture>>[]) {
  const shots = parts.map(({ page }, at) => ({ attempt: at + 1, page }))
  const pictures = new Map(parts.map(({ webp }, at) => [at + 1, webp]))
  return joinPictures(joinPages(shots), pictures)
}

const grayOf = async (jpeg: Buffer) => {
  const { data, info } = await sharp(jpeg).grayscale().raw().toBuffer({ resolveWithObject: true })
  return (x: number, y: number) => data[y * info.width + x]!
}

test('shadows go, letters stay', async () => {
  // paper from well lit to half in the dark, with a dark stroke every 40 pixels
  const shaded = await picture(400, 300, (x) => Math.round((240 - x * 0.25) * (x % 40 < 4 ? 0.3 : 1)))
  const gray = await grayOf(await join(shaded))
  for (const x of [20, 140, 380]) expect(gray(x, 150)).toBeGreaterThan(235)
  for (const x of [42, 162, 362]) expect(gray(x, 150)).toBeLessThan(140)
})

test('a black bar stays black, and white letters on it white', async () => {
  const bar = await picture(400, 300, (x, y) => (y > 100 && y < 160 ? (x % 40 < 6 ? 240 : 15) : 240))
  const gray = await grayOf(await join(bar))
  expect(gray(20, 130)).toBeLessThan(60)
  expect(gray(43, 130)).toBeGreaterThan(200)
})

test('pictures that have nothing in common stand one below the other, as wide as each other', async () => {
  const [wide, tall] = [await picture(600, 200, () => 255), await picture(300, 400, () => 255)]
  const { format, width, height } = await sharp(await join(wide, tall)).metadata()
  expect({ format, width }).toEqual({ format: 'jpeg', width: 600 })
  expect(height).toBeWithin(1_000, 1_050)
})

test('whatever their sizes, the picture is bounded and comes to an end', async () => {
  const white = () => 255
  const odd = await Promise.all([
    picture(1, 1, white),
    picture(2, 3_000, white),
    picture(3_000, 1, white),
    picture(4_000, 30, white),
    picture(900, 1_600, white),
  ])
  for (const parts of [...odd.map((one) => [one]), odd]) {
    const { width, height } = await sharp(await join(...parts)).metadata()
    expect(width * height).toBeLessThan(17_000_000)
    expect(height).toBeLessThan(17_000)
  }
})

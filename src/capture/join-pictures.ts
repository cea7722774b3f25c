import sharp from 'sharp'
import type { JoinedPage, Strip } from './join-pages.ts'

/** The picture of an attempt, upright as it was read. */
export type Pictures = ReadonlyMap<number, Uint8Array>

/** The quality that clients are promised. */
export const jpegQuality = 85
/** Enough for any receipt to be read, and no more than a telephone can show. */
const mostPixels = 16_000_000
const longestSide = 16_000
/** Between pictures that have nothing in common. */
const gap = 24
/** Light changes over a good part of a picture, letters within a small one. */
const lightAcross = 24
/** What is darker is no shadow but print: a black bar with white letters stays one. */
const darkestPaper = 120

interface Piece {
  image: Buffer
  left: number
  top: number
}

/** All pictures as one JPEG: each cleaned, those that overlap laid upon each other, the others below. */
export async function joinPictures(pages: JoinedPage[], pictures: Pictures): Promise<Buffer> {
  const shown = pages.filter(({ strips }) => strips.some(({ attempt }) => pictures.has(attempt)))
  const sharpest = await Promise.all(shown.map((page) => pixelsPerUnit(page, pictures)))
  const widths = shown.map(({ page }, at) => page.width * sharpest[at]!)
  const widest = Math.max(...widths)
  const tall = shown.reduce((sum, { page }) => sum + (page.height / page.width) * widest, 0)
  const shrink = Math.min(1, longestSide / tall, Math.sqrt(mostPixels / (widest * tall)))
  const width = Math.max(1, Math.round(widest * shrink))

  const pieces: Piece[] = []
  let top = 0
  for (const joined of shown) {
    const scale = width / joined.page.width
    for (const strip of joined.strips) {
      const piece = await cutOut(strip, scale, pictures)
      const height = Math.round((strip.to - strip.from) * strip.scale * scale)
      if (piece) pieces.push({ image: piece, left: Math.round(strip.left * scale), top })
      top += Math.max(1, height)
    }
    top += gap
  }
  return sharp({ create: { width, height: Math.max(1, top - gap), channels: 3, background: '#fff' } })
    .composite(pieces.map(({ image, left, top }) => ({ input: image, left, top })))
    .jpeg({ quality: jpegQuality })
    .toBuffer()
}

/** So fine that no strip loses anything. */
async function pixelsPerUnit({ strips }: JoinedPage, pictures: Pictures) {
  const finest = await Promise.all(
    strips.map(async ({ attempt, page, scale }) => {
      const picture = pictures.get(attempt)
      const { width = 0 } = picture ? await sharp(picture).metadata() : {}
      return width / page.width / scale
    }),
  )
  return Math.max(...finest)
}

async function cutOut({ attempt, page, from, to, scale: own }: Strip, scale: number, pictures: Pictures) {
  const picture = pictures.get(attempt)
  if (!picture) return undefined
  const { width, height } = await sharp(picture).metadata()
  const top = Math.min(height - 1, Math.round((from / page.height) * height))
  const tall = Math.max(1, Math.min(height - top, Math.round(((to - from) / page.height) * height)))
  const [wide, high] = [page.width * own * scale, (to - from) * own * scale].map((side) =>
    Math.max(1, Math.round(side)),
  )
  const clean = await cleaned(picture)
  return sharp(clean, { raw: { width, height, channels: 3 } })
    .extract({ left: 0, top, width, height: tall })
    .resize({ width: wide!, height: high!, fit: 'fill' })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Without its shadows: each place is divided by how bright the paper is around it. */
async function cleaned(picture: Uint8Array): Promise<Buffer> {
  const image = sharp(picture).flatten({ background: '#fff' }).toColourspace('srgb')
  const { width, height } = await image.metadata()
  const small = Math.max(1, Math.round(Math.min(width, height) / lightAcross))
  const light = await image
    .clone()
    .resize({
      width: Math.max(1, Math.round(width / small)),
      height: Math.max(1, Math.round(height / small)),
      fit: 'fill',
    })
    .blur(1.5)
    .raw()
    .toBuffer({ resolveWithObject: true })
  for (let at = 0; at < light.data.length; at++)
    light.data[at] = 255 - Math.max(darkestPaper, light.data[at]!)
  const { channels } = light.info
  const shadow = await sharp(light.data, {
    raw: { width: light.info.width, height: light.info.height, channels },
  })
    .resize({ width, height, fit: 'fill' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  return image
    .composite([{ input: shadow, blend: 'colour-dodge' }])
    .removeAlpha()
    .raw()
    .toBuffer()
}

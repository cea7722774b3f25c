import sharp, { type Sharp } from 'sharp'
import type { Upright } from '../../invoices/words.ts'
import type { Still } from './still.ts'
import type { Size } from './upright-page.ts'

/** An A4 page of this height can be read on a screen; a till roll is to be this wide at least, however long. */
const longSide = 1600
const shortSide = 800
const longestSide = 4000

/** How many pixels of a page's picture there are to one unit of its size. */
export function pictureScale({ width, height }: Size) {
  const [short, long] = width < height ? [width, height] : [height, width]
  return Math.min(Math.max(longSide / long, shortSide / short), longestSide / long)
}

export const imageOf = ({ data, width, height, channels }: Still) =>
  sharp(data, { raw: { width, height, channels } })

interface Shown extends Size {
  /** One where the image is gray, which is turned in half the time. */
  channels: number
}

/** The picture of a page for people, upright as it was read, never larger than its image: WebP. */
export async function pagePicture(image: Sharp, size: Shown, { turn, skew }: Upright) {
  const scale = Math.min(1, pictureScale(size))
  const [wide, high] = turn % 180 ? [size.height, size.width] : [size.width, size.height]
  const [width, height] = [wide, high].map((side) => Math.max(1, Math.round(side * scale)))
  const shown = image
    .rotate(turn)
    .resize({ width: width!, height: height!, fit: 'fill' })
    .flatten({ background: '#fff' })
  if (!skew) return encoded(shown)
  // libvips turns once in one go.
  const { data, info } = await shown
    .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return encoded(sharp(data, { raw: info }).rotate(skew, { background: '#fff' }))
}

/** With less effort it takes half the time for a fifth more bytes. */
async function encoded(image: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  const webp = await image.webp({ quality: 80, effort: 0 }).toBuffer()
  // A buffer of its own: small ones share a pool, which can't be transferred.
  return new Uint8Array(webp)
}

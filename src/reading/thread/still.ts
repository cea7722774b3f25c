import sharp, { type Sharp } from 'sharp'
import type { Turn } from '../../invoices/words.ts'

/** Raw pixels, upright. */
export interface Still {
  width: number
  height: number
  data: Uint8Array
  channels: 1 | 4
}

/** More pixels make recognition slower, not better: 300 dpi of a receipt, 200 dpi of a page. */
export const recognisedPixels = 4_000_000
/** The long side of a page's picture: an A4 page can be read on a screen. */
export const pictureSide = 1600

// A thread is one core's worth of work, and no document is seen twice.
sharp.concurrency(1)
sharp.cache(false)
// Only what `content-types.ts` lets in: SVG, GIF and whatever libvips learns later stay shut.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff', 'Heif'].map((kind) => `VipsForeignLoad${kind}`),
})

export async function encodePicture(still: Still, turn: Turn): Promise<Uint8Array<ArrayBuffer>> {
  const { data, width, height, channels } = still
  return encoded(sharp(data, { raw: { width, height, channels } }).removeAlpha().rotate(turn))
}

export async function encoded(image: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  const webp = await image.webp({ quality: 80, effort: 2 }).toBuffer()
  // A buffer of its own: small ones share a pool, which can't be transferred.
  return new Uint8Array(webp)
}

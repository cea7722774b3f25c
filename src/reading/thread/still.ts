import sharp from 'sharp'

/** Raw pixels, upright. */
export interface Still {
  width: number
  height: number
  data: Uint8Array
  channels: 1 | 4
}

/** More pixels make recognition slower, not better: 300 dpi of a receipt, 200 dpi of a page. */
export const recognisedPixels = 4_000_000

// A thread is one core's worth of work, and no document is seen twice.
sharp.concurrency(1)
sharp.cache(false)
// Only what `content-types.ts` lets in: SVG, GIF and whatever libvips learns later stay shut.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff', 'Heif'].map((kind) => `VipsForeignLoad${kind}`),
})

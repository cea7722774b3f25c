import sharp, { type Sharp } from 'sharp'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import type { OpenDocument } from './open-document.ts'
import { readStill } from './read-still.ts'
import { encoded, pictureSide, recognisedPixels } from './still.ts'

/** A photo or a scan: one page, or several where it is a TIFF. Always turned as its camera says. */
export async function pictureDocument(
  bytes: Uint8Array<ArrayBuffer>,
  settings: ThreadSettings,
): Promise<OpenDocument> {
  // Cut short is unreadable (half an invoice is a wrong one); lesser faults of encoders pass.
  const limits = { limitInputPixels: settings.pixels, failOn: 'truncated' } as const
  const { format, pages: frames = 1 } = await understood(sharp(bytes, limits).metadata())
  // Frames of WebP and HEIC are an animation or a burst of one scene.
  const pages = format === 'tiff' ? frames : 1
  const open = (page: number) => {
    if (page < 1 || page > pages || !Number.isInteger(page))
      throw new ReadingError('no-such-page', `The document has ${pages} pages.`)
    return sharp(bytes, { ...limits, ...(pages > 1 && { page: page - 1 }) })
  }
  return {
    countPages: async () => {
      if (pages > settings.pages)
        throw new ReadingError(
          'too-many-pages',
          `The picture has ${pages} pages; ${settings.pages} are allowed.`,
        )
      return pages
    },
    readPage: async (page) => {
      const { gray, width, height } = await decode(open(page))
      return { page, ...(await readStill(gray, { width, height }, settings)) }
    },
    picture: async (page, turn) =>
      understood(
        encoded(
          open(page)
            .autoOrient()
            .rotate(turn)
            .resize({ width: pictureSide, height: pictureSide, fit: 'inside', withoutEnlargement: true })
            .flatten({ background: '#fff' }),
        ),
      ),
    close: () => {},
  }
}

async function decode(image: Sharp) {
  const { autoOrient: size } = await understood(image.metadata())
  const shrink = Math.min(1, Math.sqrt(recognisedPixels / (size.width * size.height)))
  const side = (pixels: number) => Math.max(1, Math.round(pixels * shrink))
  const { data, info } = await understood(
    image
      .autoOrient()
      .resize({ width: side(size.width), height: side(size.height), fit: 'fill' })
      .flatten({ background: '#fff' })
      .grayscale()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  )
  if (info.channels !== 1) throw new Error(`The picture came out with ${info.channels} channels`)
  return { ...size, gray: { width: info.width, height: info.height, data, channels: 1 as const } }
}

/** libvips says what went wrong in words only. */
async function understood<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    if (/exceeds pixel limit|too large|dimensions/i.test(detail))
      throw new ReadingError('too-large', `The picture has too many pixels: ${detail}`)
    throw new ReadingError('unreadable', `The picture can't be decoded: ${detail}`)
  }
}

import sharp, { type Sharp } from 'sharp'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import type { OpenDocument } from './open-document.ts'
import { pagePicture } from './page-picture.ts'
import { readRegion } from './read-region.ts'
import { readStill } from './read-still.ts'
import { recognisedPixels, type Still } from './still.ts'
import type { Rectangle, Size } from './upright-page.ts'

/** A photo or a scan: one page, or several where it is a TIFF. Always turned as its camera says. */
export async function pictureDocument(
  bytes: Uint8Array<ArrayBuffer>,
  settings: ThreadSettings,
): Promise<OpenDocument> {
  // Cut short is unreadable (half an invoice is a wrong one); lesser faults of encoders pass.
  const limits = { limitInputPixels: settings.pixels, failOn: 'truncated' } as const
  const { format, compression, pages: frames = 1 } = await understood(sharp(bytes, limits).metadata())
  // Frames of WebP and HEIC are an animation or a burst of one scene.
  const pages = format === 'tiff' ? frames : 1
  const open = async (page: number) => {
    if (page < 1 || page > pages || !Number.isInteger(page))
      throw new ReadingError('no-such-page', `The document has ${pages} pages.`)
    if (compression === 'hevc') return (await import('./heic.ts')).openHeic(bytes, settings.pixels)
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
    readPage: async (page, withPicture) => {
      const image = await open(page)
      const size = await sizeOf(image)
      const gray = await shrunk(image.clone(), size)
      const read = { page, ...(await readStill(gray, size, settings)) }
      if (!withPicture) return { page: read }
      return { page: read, picture: await understood(pagePicture(image.autoOrient(), size, read)) }
    },
    readRegion: async ({ page, ...upright }, box) => {
      const image = await open(page)
      const size = await sizeOf(image)
      const look = (part: Rectangle, scale: number) => cut(image.clone(), size, part, scale)
      return readRegion({ size, usual: shrinkOf(size), finest: 1, look }, upright, box, settings)
    },
    picture: async ({ page, ...upright }) => {
      const image = await open(page)
      return understood(pagePicture(image.autoOrient(), await sizeOf(image), upright))
    },
    close: () => {},
  }
}

async function sizeOf(image: Sharp) {
  const { autoOrient, channels } = await understood(image.clone().metadata())
  return { ...autoOrient, channels }
}

/** As many pixels as recognition looks at. */
const shrinkOf = ({ width, height }: Size) => Math.min(1, Math.sqrt(recognisedPixels / (width * height)))

function shrunk(image: Sharp, size: Size) {
  const side = (pixels: number) => Math.max(1, Math.round(pixels * shrinkOf(size)))
  return grayOf(
    image.autoOrient().resize({ width: side(size.width), height: side(size.height), fit: 'fill' }),
  )
}

function cut(image: Sharp, size: Size, part: Rectangle, scale: number) {
  const [left, top] = [Math.floor(part.left), Math.floor(part.top)]
  const width = Math.max(1, Math.min(size.width - left, Math.round(part.width)))
  const height = Math.max(1, Math.min(size.height - top, Math.round(part.height)))
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale))
  const whole = image.autoOrient().extract({ left, top, width, height })
  return grayOf(whole.resize({ width: side(width), height: side(height), fit: 'fill' }))
}

async function grayOf(image: Sharp): Promise<Still> {
  const { data, info } = await understood(
    image
      .flatten({ background: '#fff' })
      .grayscale()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  )
  if (info.channels !== 1) throw new Error(`The picture came out with ${info.channels} channels`)
  return { width: info.width, height: info.height, data, channels: 1 }
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

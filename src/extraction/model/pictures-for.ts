import type { Log } from '../../log.ts'
import { limits } from '../limits.ts'
import type { Line } from '../text-lines.ts'

/** The picture of a page, as somebody who sees would be shown it. */
export type PictureOf = (page: number, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>

/** The first and the last page as data URLs, made once and only when asked for; without them a model reads words. */
export function picturesFor(
  lines: Line[],
  pictureOf: PictureOf | undefined,
  { signal, log }: { signal: AbortSignal; log: Log },
): () => Promise<string[]> {
  const pages = [...new Set([lines[0]?.page ?? 1, lines.at(-1)?.page ?? 1])].slice(0, limits.promptPictures)
  let made: Promise<string[]> | undefined
  return () => {
    made ??= pictureOf
      ? Promise.all(pages.map(async (page) => asJpeg(await pictureOf(page, signal)))).catch((error) => {
          signal.throwIfAborted()
          log.warn('the model is asked without a picture', { error })
          return []
        })
      : Promise.resolve([])
    return made
  }
}

/** Every server that sees knows JPEG; not all know WebP. */
async function asJpeg(picture: Uint8Array<ArrayBuffer>) {
  const { default: sharp } = await import('sharp')
  const jpeg = await sharp(picture).flatten({ background: '#fff' }).jpeg({ quality: 80 }).toBuffer()
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`
}

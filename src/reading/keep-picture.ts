import type { Deps } from '../deps.ts'
import { pictureKey } from '../files/files.ts'

/** Keeps the picture of a page, and says how many bytes that took; without it, it is made again when it is wanted. */
export async function keepPicture(
  { files, log }: Pick<Deps, 'files' | 'log'>,
  sha256: string,
  page: number,
  picture: Uint8Array<ArrayBuffer>,
): Promise<number | undefined> {
  try {
    await files.put(pictureKey(sha256, page), picture)
    return picture.length
  } catch (error) {
    log.warn('picture not kept', { error })
    return undefined
  }
}

import { AppError } from '../errors.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { type Document, type Reader, ReadingError, type ReadingFailure } from './reader.ts'
import { readingFailures } from './reading-failures.ts'

interface ReadPicture {
  page: PageOfWords
  recipe: number
  /** How it looks, upright as it was read. */
  upright: Uint8Array<ArrayBuffer>
}

/** What is wrong with the picture itself. */
const bad: ReadingFailure[] = [
  'unreadable',
  'encrypted',
  'empty',
  'too-large',
  'too-many-pages',
  'no-such-page',
]

/** One picture that belongs to no invoice yet; or why it can't be read. Where only time is needed, it throws. */
export async function readPicture(
  reader: Reader,
  document: Document,
  signal: AbortSignal,
): Promise<ReadPicture | { failure: 'bad-picture' | 'unavailable' }> {
  try {
    for await (const { page, picture } of reader.read(document, { signal, pictures: true }))
      return {
        page,
        recipe: reader.recipe,
        upright: picture ?? (await reader.picture(document, page, signal)),
      }
    return { failure: 'bad-picture' }
  } catch (error) {
    if (!(error instanceof ReadingError) || signal.aborted) throw error
    if (error.reason === 'busy')
      throw new AppError('unavailable', readingFailures.busy, { code: 'OCR_BUSY', cause: error })
    return { failure: bad.includes(error.reason) ? 'bad-picture' : 'unavailable' }
  }
}

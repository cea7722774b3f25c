import type { ContentType } from '../invoices/content-types.ts'
import type { Box, DocumentFile, PageOfWords, Word } from '../invoices/words.ts'

export interface Document {
  bytes: Uint8Array<ArrayBuffer>
  contentType: ContentType
}

/** A page, and how it was set upright for reading: places on it are told on the page as it stands then. */
export type Place = Pick<PageOfWords, 'page' | 'turn' | 'skew'>

export interface ReadPage {
  page: PageOfWords
  /** How many the document has in all. */
  pages: number
  /** What the page looks like, where it was looked at for reading and a picture is wanted. */
  picture?: Uint8Array<ArrayBuffer>
}

/** The narrow door: a document in, pages of words out. Everything else is ignorant of how. */
export interface Reader {
  /** The version of how pages are read: what an older recipe read is read again. */
  recipe: number
  /**
   * Yields pages as they are read; `skip` names those read before. A page that can't be read is empty and says why,
   * as long as there are others.
   */
  read(
    document: Document,
    options: { signal: AbortSignal; skip?: ReadonlySet<number>; pictures?: boolean },
  ): AsyncIterable<ReadPage>
  /** The picture of one page, upright as it was read, WebP. Throws `no-such-page` where there is none. */
  picture(document: Document, place: Place, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /**
   * What one part of a page says, with more care than there is for whole pages: larger, and by both readers. Of a
   * page that has text of its own, the words in that part.
   */
  readRegion(document: Document, place: Place, box: Box, signal: AbortSignal): Promise<Word[]>
  /** The files that say more exactly what the pages show: an XML itself, and what travels inside of a PDF. */
  files(document: Document, signal: AbortSignal): Promise<DocumentFile[]>
  /** Reads a small page of its own to prove that the engine works. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Why a document could not be read. Only `timeout`, `crashed` and `busy` can pass by trying again. */
export type ReadingFailure =
  | 'unreadable'
  | 'encrypted'
  | 'empty'
  | 'too-large'
  | 'too-many-pages'
  | 'no-such-page'
  | 'timeout'
  | 'crashed'
  | 'busy'

export class ReadingError extends Error {
  constructor(
    readonly reason: ReadingFailure,
    detail: string,
  ) {
    super(detail)
    this.name = 'ReadingError'
  }
}

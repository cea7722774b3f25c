import type { ContentType } from '../invoices/content-types.ts'
import type { DocumentFile, PageOfWords, Turn } from '../invoices/words.ts'

export interface Document {
  bytes: Uint8Array<ArrayBuffer>
  contentType: ContentType
}

/** The narrow door: a document in, pages of words out. Everything else is ignorant of how. */
export interface Reader {
  /** The version of how pages are read: what an older recipe read is read again. */
  recipe: number
  /** Yields pages as they are read, each with the number of pages in all; `skip` names those read before. */
  read(
    document: Document,
    options: { signal: AbortSignal; skip?: ReadonlySet<number> },
  ): AsyncIterable<{ page: PageOfWords; pages: number }>
  /** The picture of one page, turned as it was for reading, WebP. Throws `no-such-page` where there is none. */
  picture(document: Document, page: number, turn: Turn, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
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

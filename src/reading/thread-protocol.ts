import type { ContentType } from '../invoices/content-types.ts'
import type { Box, DocumentFile, PageOfWords, Word } from '../invoices/words.ts'
import type { Place, ReadingFailure } from './reader.ts'

/** What a thread is told once, when it is started. */
export interface ThreadSettings {
  /** Where `spa.traineddata` and `eng.traineddata` are looked for first. */
  tessdataDir?: string
  pages: number
  pixels: number
  /** What one stream of a PDF may unpack to. */
  streamBytes: number
  /** After so many recognised pages the thread asks to be replaced. */
  recognisedPages: number
}

/** What a thread is started with; the gate is shared with whoever may end it. */
export interface ThreadStart {
  settings: ThreadSettings
  gate: Int32Array<SharedArrayBuffer>
}

/** What a thread is asked. Each question has one reply with its id. */
export type Question =
  | { type: 'open'; document: number }
  | { type: 'page'; document: number; page: number; withPicture?: boolean }
  | { type: 'picture'; document: number; place: Place }
  | { type: 'region'; document: number; place: Place; box: Box }
  | { type: 'attachments'; document: number }
  | { type: 'check' }

/** `hold` and `forget` have no reply: what follows on the same port finds them done. */
export type Request =
  | { type: 'hold'; document: number; contentType: ContentType; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'forget'; document: number }
  | { id: number; type: 'ask'; question: Question }

export type Answer =
  | { type: 'opened'; pages: number }
  | { type: 'page'; page: PageOfWords; picture?: Uint8Array<ArrayBuffer> }
  | { type: 'region'; words: Word[] }
  | { type: 'picture'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'attachments'; attachments: DocumentFile[] }
  | { type: 'checked'; text: string }
  | { type: 'failed'; reason: ReadingFailure; detail: string }

export interface Reply {
  id: number
  answer: Answer
  /** The thread has leaked or grown enough: end it and start another. */
  worn: boolean
}

import type { PageOfWords } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { Request, ThreadSettings } from '../thread-protocol.ts'
import { readXml } from './read-xml.ts'

/** One document as a thread holds it. Engines load when they are first needed, and stay with the thread. */
export interface OpenDocument {
  countPages(): Promise<number>
  readPage(page: number): Promise<PageOfWords>
  picture(page: number): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}

export function openDocument(held: Extract<Request, { type: 'hold' }>, settings: ThreadSettings) {
  if (held.contentType === 'application/xml') return xmlDocument(held.bytes)
  const opening =
    held.contentType === 'application/pdf'
      ? import('./pdf-document.ts').then(({ pdfDocument }) => pdfDocument(held.bytes, settings))
      : import('./picture-document.ts').then(({ pictureDocument }) => pictureDocument(held.bytes, settings))
  opening.catch(() => {})
  return {
    countPages: async () => (await opening).countPages(),
    readPage: async (page) => (await opening).readPage(page),
    picture: async (page) => (await opening).picture(page),
    close: () => void opening.then((document) => document.close()).catch(() => {}),
  } satisfies OpenDocument
}

function xmlDocument(bytes: Uint8Array): OpenDocument {
  return {
    countPages: async () => 1,
    readPage: async (page) => {
      if (page !== 1) throw new ReadingError('no-such-page', 'An XML document is read as one page.')
      return readXml(bytes)
    },
    picture: async () => {
      throw new ReadingError('no-such-page', 'An XML document has no picture.')
    },
    close: () => {},
  }
}

import type { DocumentFile, PageOfWords, Turn } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { Request, ThreadSettings } from '../thread-protocol.ts'
import { readXml } from './read-xml.ts'

/** One document as a thread holds it. Engines load when they are first needed, and stay with the thread. */
export interface OpenDocument {
  countPages(): Promise<number>
  readPage(page: number): Promise<PageOfWords>
  picture(page: number, turn: Turn): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}

export interface HeldDocument extends OpenDocument {
  attachments(): Promise<DocumentFile[]>
}

export function openDocument(
  held: Extract<Request, { type: 'hold' }>,
  settings: ThreadSettings,
): HeldDocument {
  const document = held.contentType === 'application/xml' ? xmlDocument(held.bytes) : lazily(held, settings)
  return { ...document, attachments: () => attachmentsOf(held) }
}

async function attachmentsOf({ contentType, bytes }: Extract<Request, { type: 'hold' }>) {
  if (contentType !== 'application/pdf') return []
  return (await import('./pdf-attachments.ts')).pdfAttachments(bytes)
}

function lazily(held: Extract<Request, { type: 'hold' }>, settings: ThreadSettings): OpenDocument {
  let opening: Promise<OpenDocument> | undefined
  const open = () => {
    opening ??=
      held.contentType === 'application/pdf'
        ? import('./pdf-document.ts').then(({ pdfDocument }) => pdfDocument(held.bytes, settings))
        : import('./picture-document.ts').then(({ pictureDocument }) => pictureDocument(held.bytes, settings))
    return opening
  }
  return {
    countPages: async () => (await open()).countPages(),
    readPage: async (page) => (await open()).readPage(page),
    picture: async (page, turn) => (await open()).picture(page, turn),
    close: () => void opening?.then((document) => document.close()).catch(() => {}),
  }
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

import { isXml } from '../../invoices/content-types.ts'
import type { Box, DocumentFile, PageOfWords, Word } from '../../invoices/words.ts'
import { type Place, ReadingError } from '../reader.ts'
import type { Request, ThreadSettings } from '../thread-protocol.ts'
import { readXml } from './read-xml.ts'
import { isIn } from './upright-page.ts'

/** One document as a thread holds it. Engines load when they are first needed, and stay with the thread. */
export interface OpenDocument {
  countPages(): Promise<number>
  /** The picture comes along where the page is looked at anyway: drawing a digital one waits until it is wanted. */
  readPage(
    page: number,
    withPicture: boolean,
  ): Promise<{ page: PageOfWords; picture?: Uint8Array<ArrayBuffer> }>
  readRegion(place: Place, box: Box): Promise<Word[]>
  picture(place: Place): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}

export interface HeldDocument extends OpenDocument {
  attachments(): Promise<DocumentFile[]>
}

export function openDocument(
  held: Extract<Request, { type: 'hold' }>,
  settings: ThreadSettings,
): HeldDocument {
  const document = isXml(held.contentType) ? xmlDocument(held.bytes) : lazily(held, settings)
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
    readPage: async (page, withPicture) => (await open()).readPage(page, withPicture),
    readRegion: async (place, box) => (await open()).readRegion(place, box),
    picture: async (place) => (await open()).picture(place),
    close: () => void opening?.then((document) => document.close()).catch(() => {}),
  }
}

function xmlDocument(bytes: Uint8Array): OpenDocument {
  const read = (page: number) => {
    if (page === 1) return readXml(bytes)
    throw new ReadingError('no-such-page', 'An XML document is read as one page.')
  }
  return {
    countPages: async () => 1,
    readPage: async (page) => ({ page: read(page) }),
    readRegion: async ({ page }, box) => read(page).words.filter((word) => isIn(word.box, box)),
    picture: async () => {
      throw new ReadingError('no-such-page', 'An XML document has no picture.')
    },
    close: () => {},
  }
}

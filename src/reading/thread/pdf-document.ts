import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import type { OpenDocument } from './open-document.ts'
import { openPdfium } from './pdfium.ts'
import { drawPdfPage, readPdfPage, readPdfRegion } from './read-pdf-page.ts'
import { refuseBombs } from './refuse-bombs.ts'

/** A PDF: its text where it has one, its looks where it has not. */
export async function pdfDocument(
  bytes: Uint8Array<ArrayBuffer>,
  settings: ThreadSettings,
): Promise<OpenDocument> {
  refuseBombs(bytes, settings.streamBytes)
  const document = await open(bytes)
  const { pages } = document
  const insist = (page: number) => {
    if (page < 1 || page > pages || !Number.isInteger(page))
      throw new ReadingError('no-such-page', `The document has ${pages} pages.`)
  }
  return {
    countPages: async () => {
      if (pages > settings.pages)
        throw new ReadingError('too-many-pages', `The PDF has ${pages} pages; ${settings.pages} are allowed.`)
      return pages
    },
    readPage: async (page, withPicture) => {
      insist(page)
      const { text, picture } = await readPdfPage(document, page, settings, withPicture)
      return { page: { page, ...text }, picture }
    },
    readRegion: async (place, box) => {
      insist(place.page)
      return readPdfRegion(document, place, box, settings)
    },
    picture: async ({ page, ...upright }) => {
      insist(page)
      return drawPdfPage(document, page, upright, settings)
    },
    close: () => document.close(),
  }
}

/** pdfium doesn't tell a document without pages from one whose pages are lost. */
async function open(bytes: Uint8Array<ArrayBuffer>) {
  const document = await openPdfium(bytes).catch((error: ReadingError) => error)
  if (!(document instanceof ReadingError) && document.pages > 0) return document
  if (document instanceof ReadingError && document.reason === 'encrypted') throw document
  const { isEmptyPdf } = await import('./pdf-js.ts')
  if (await isEmptyPdf(bytes)) throw new ReadingError('empty', 'The PDF has no pages.')
  if (document instanceof ReadingError) throw document
  document.close()
  throw new ReadingError('unreadable', 'The PDF has lost its pages.')
}

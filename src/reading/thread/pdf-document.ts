import type { Code, PageOfWords, Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { readCodes, readCodesOfPage } from './codes.ts'
import type { OpenDocument } from './open-document.ts'
import { flattenAnnotations, type Note, wordsOfNotes } from './pdf-annotations.ts'
import { pdfGlyphs } from './pdf-glyphs.ts'
import { pdfObjects } from './pdf-objects.ts'
import { type PdfPage, withPage } from './pdf-page.ts'
import { openPdfium, type PdfiumDocument } from './pdfium.ts'
import { colourPage, grayPage } from './raster.ts'
import { readStill, turnedBox } from './read-still.ts'
import { inReadingOrder } from './reading-order.ts'
import { encodePicture } from './still.ts'
import { merged, type Text, textLayer } from './text-layer.ts'

/** Tesseract is trained near 300 dpi; 200 reads the same on invoices at half the cost. */
const scanDpi = 200

/** A PDF: its text where it has one, its looks where it has not. */
export async function pdfDocument(
  bytes: Uint8Array<ArrayBuffer>,
  settings: ThreadSettings,
): Promise<OpenDocument> {
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
    readPage: async (page) => {
      insist(page)
      try {
        return { page, ...(await readPage(document, page, settings)) }
      } catch (error) {
        const lost = error instanceof ReadingError && error.reason === 'unreadable'
        if (lost && hasSoundPage(document)) return lostPage(page)
        throw error
      }
    },
    picture: async (page, turn) => {
      insist(page)
      return encodePicture(await withPage(document, page, colourPage), turn)
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

async function readPage(document: PdfiumDocument, page: number, settings: ThreadSettings) {
  const read = await withPage(document, page, async (open) => {
    const notes = flattenAnnotations(open)
    return notes ? { notes } : { page: await readOpenPage(open, [], settings) }
  })
  // What was drawn into the page is on it when it is opened again.
  return read.page ?? withPage(document, page, (open) => readOpenPage(open, read.notes, settings))
}

async function readOpenPage(page: PdfPage, notes: Note[], settings: ThreadSettings) {
  const { width, height } = page
  const objects = pdfObjects(page)
  const glyphs = pdfGlyphs(page, objects)
  const isShown = ([x0, y0, x1, y1]: Word['box']) =>
    glyphs.some(({ box, hidden }) => {
      const [x, y] = [(box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height]
      return !hidden && x > x0 && x < x1 && y > y0 && y < y1
    })
  const layer = textLayer(glyphs, objects, { width, height }, wordsOfNotes(notes, isShown))
  if (layer.kind === 'whole') return withCodes(layer.text, await readCodesOfPage(page, objects))
  const still = await grayPage(page, objects, scanDpi, settings.pixels)
  if (layer.kind === 'seen-before') return withCodes(layer.text, await readCodes(still))
  const seen = await readStill(still, { width, height }, settings)
  const known = layer.words.map((word) => ({ ...word, box: turnedBox(word.box, seen.turn) }))
  if (!known.length) return seen
  return { ...seen, words: inReadingOrder(merged(seen.words, known), seen.height / seen.width) }
}

const withCodes = (text: Text, codes: Code[]): Text => ({
  ...text,
  codes: codes.map((code) => ({ ...code, box: turnedBox(code.box, text.turn) })),
})

/** A damaged page is not the end of a document that has others. */
function hasSoundPage({ pdfium, handle, pages }: PdfiumDocument) {
  for (let index = 0; index < pages; index++) {
    const page = pdfium.call.FPDF_LoadPage!(handle, index)
    if (page) pdfium.call.FPDF_ClosePage!(page)
    if (page) return true
  }
  return false
}

const lostPage = (page: number): PageOfWords => ({
  page,
  width: 595,
  height: 842,
  source: 'text',
  turn: 0,
  words: [],
  codes: [],
})

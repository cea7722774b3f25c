import type { Box, Code, PageOfWords, Upright, Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { readCodes, readCodesOfPage } from './codes.ts'
import { scanPicture } from './embedded-scan.ts'
import { imageOf, pagePicture, pictureScale } from './page-picture.ts'
import { flattenAnnotations, type Note, wordsOfNotes } from './pdf-annotations.ts'
import { pdfGlyphs } from './pdf-glyphs.ts'
import { type PdfObjects, pdfObjects } from './pdf-objects.ts'
import { type PdfPage, withPage } from './pdf-page.ts'
import type { PdfiumDocument } from './pdfium.ts'
import { colourPage, grayPage, grayPart } from './raster.ts'
import { readRegion } from './read-region.ts'
import { readStill } from './read-still.ts'
import { inReadingOrder } from './reading-order.ts'
import { merged, type Text, textLayer } from './text-layer.ts'
import { isIn, turnedBox, uprightBox } from './upright-page.ts'

/** Tesseract is trained near 300 dpi; 200 reads the same on invoices at half the cost. */
const scanDpi = 200
/** Where a part is looked at again: what scanners see of small type. */
const regionDpi = 400

/** A page while it is open, and what its text is good for. */
interface Opened {
  page: PdfPage
  objects: PdfObjects
  layer: ReturnType<typeof textLayer>
}

/** What a page says: by its text where it has one, by its looks where it has not, and then with its picture. */
export const readPdfPage = (
  document: PdfiumDocument,
  number: number,
  settings: ThreadSettings,
  withPicture: boolean,
): Promise<{ text: Text; picture?: Uint8Array<ArrayBuffer> }> =>
  withText(document, number, async ({ page, objects, layer }) => {
    if (layer.kind === 'whole') {
      const codes = isDrawable(objects, settings) ? await readCodesOfPage(page, objects) : []
      return { text: withCodes(layer.text, codes) }
    }
    insistOnSize(objects, settings)
    const still = await grayPage(page, objects, scanDpi, settings.pixels)
    const text =
      layer.kind === 'seen-before'
        ? withCodes(layer.text, await readCodes(still))
        : withKnown(await readStill(still, page, settings), layer.words, page)
    return withPicture ? { text, picture: await pictureOf(page, objects, text, settings) } : { text }
  })

/** The words of a part: the page's own, or what is seen there where it has none. */
export const readPdfRegion = (
  document: PdfiumDocument,
  { page: number, ...upright }: Upright & Pick<PageOfWords, 'page'>,
  box: Box,
  settings: ThreadSettings,
): Promise<Word[]> =>
  withText(document, number, async ({ page, objects, layer }) => {
    const own = layer.kind === 'whole' ? layer.text.words.filter((word) => isIn(word.box, box)) : []
    if (own.length) return own
    insistOnSize(objects, settings)
    const look = async (...part: [part: Parameters<typeof grayPart>[1], scale: number]) =>
      grayPart(page, ...part)
    const source = { size: page, usual: scanDpi / 72, finest: regionDpi / 72, look }
    const seen = await readRegion(source, upright, box, settings)
    const known = layer.kind === 'part' ? uprightWords(layer.words, page, upright) : []
    return merged(
      seen,
      known.filter((word) => isIn(word.box, box)),
    )
  })

export const drawPdfPage = (
  document: PdfiumDocument,
  number: number,
  upright: Upright,
  settings: ThreadSettings,
) => withPage(document, number, (page) => pictureOf(page, pdfObjects(page), upright, settings))

/** An image says how many pixels it has before any of them is unpacked. */
const isDrawable = ({ images }: PdfObjects, { pixels }: ThreadSettings) =>
  images.every((image) => image.pixels <= pixels)

function insistOnSize(objects: PdfObjects, settings: ThreadSettings) {
  if (!isDrawable(objects, settings))
    throw new ReadingError('too-large', `An image on the page has more than ${settings.pixels} pixels.`)
}

async function pictureOf(
  page: PdfPage,
  objects: PdfObjects,
  { turn, skew }: Upright,
  settings: ThreadSettings,
) {
  insistOnSize(objects, settings)
  const scanned = await scanPicture(page, objects, { turn, skew }, settings.pixels)
  if (scanned) return scanned
  const drawn = colourPage(page, pictureScale(page))
  return pagePicture(imageOf(drawn).removeAlpha(), drawn, { turn, skew })
}

/** Opens a page, draws its fields and notes into it, and judges its text, for as long as the work with it takes. */
async function withText<T>(document: PdfiumDocument, number: number, work: (opened: Opened) => Promise<T>) {
  const first = await withPage(document, number, async (page): Promise<{ notes: Note[] } | { done: T }> => {
    const notes = flattenAnnotations(page)
    return notes ? { notes } : { done: await work(judged(page, [])) }
  })
  // What was drawn into the page is on it when it is opened again.
  return 'done' in first ? first.done : withPage(document, number, (page) => work(judged(page, first.notes)))
}

function judged(page: PdfPage, notes: Note[]): Opened {
  const { width, height } = page
  const objects = pdfObjects(page)
  const glyphs = pdfGlyphs(page, objects)
  const isShown = (place: Word['box']) =>
    glyphs.some(({ box: [x0, y0, x1, y1], hidden }) => {
      return !hidden && isIn([x0 / width, y0 / height, x1 / width, y1 / height], place)
    })
  const layer = textLayer(glyphs, objects, { width, height }, wordsOfNotes(notes, isShown))
  return { page, objects, layer }
}

/** What a page says itself takes the place of what was seen there. */
function withKnown(seen: Text, known: Word[], page: PdfPage): Text {
  if (!known.length) return seen
  const words = merged(seen.words, uprightWords(known, page, seen))
  return { ...seen, words: inReadingOrder(words, seen.height / seen.width) }
}

const uprightWords = (words: Word[], page: PdfPage, upright: Upright): Word[] =>
  words.map((word) => ({ ...word, box: uprightBox(word.box, page, upright) }))

const withCodes = (text: Text, codes: Code[]): Text => ({
  ...text,
  codes: codes.map((code) => ({ ...code, box: turnedBox(code.box, text.turn) })),
})

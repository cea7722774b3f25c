import { getDocumentProxy } from 'unpdf'
import type { PageOfWords } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import type { OpenDocument } from './open-document.ts'
import { pdfWords } from './pdf-words.ts'
import { openRaster, type Raster } from './raster.ts'
import { recognise } from './recognise.ts'
import { encodePicture } from './still.ts'

/** A page with fewer words of its own is taken for a scan: a stamp or a page number is no text layer. */
const textLayerWords = 5
/** Tesseract is trained near 300 dpi; 200 reads the same on invoices at half the cost. */
const scanDpi = 200

type Proxy = Awaited<ReturnType<typeof getDocumentProxy>>

/** A PDF: pdf.js for its text, pdfium (opened only when a page needs it) for its looks. */
export async function pdfDocument(
  bytes: Uint8Array<ArrayBuffer>,
  settings: ThreadSettings,
): Promise<OpenDocument> {
  const proxy = await openProxy(bytes)
  const pages = proxy.numPages
  let raster: Promise<Raster> | undefined
  const rasterised = () => {
    raster ??= openRaster(bytes)
    return raster
  }
  const insist = (page: number) => {
    if (page < 1 || page > pages || !Number.isInteger(page))
      throw new ReadingError('no-such-page', `The document has ${pages} pages.`)
  }
  return {
    countPages: async () => {
      if (pages < 1) throw new ReadingError('empty', 'The PDF has no pages.')
      if (pages > settings.pages)
        throw new ReadingError('too-many-pages', `The PDF has ${pages} pages; ${settings.pages} are allowed.`)
      return pages
    },
    readPage: async (page) => {
      insist(page)
      const text = await textLayer(proxy, page)
      if (text && text.words.length >= textLayerWords) return { page, source: 'text', ...text }
      return scan(await rasterised(), page, text, settings)
    },
    picture: async (page) => {
      insist(page)
      return encodePicture(await (await rasterised()).colour(page))
    },
    close: () => {
      void proxy.loadingTask.destroy().catch(() => {})
      void raster?.then((open) => open.close()).catch(() => {})
    },
  }
}

type Text = Omit<PageOfWords, 'page' | 'source'>

async function scan(raster: Raster, page: number, text: Text | undefined, settings: ThreadSettings) {
  const { size, still } = await raster.gray(page, scanDpi)
  const words = await recognise(still, settings)
  // Two printed words that tesseract misses are still the page's words.
  if (text && words.length < text.words.length) return { page, source: 'text' as const, ...text }
  const { width, height } = text ?? size
  return { page, width, height, source: 'ocr' as const, words }
}

/** pdf.js gives up on pages that pdfium can still draw: such a page counts as one without text. */
async function textLayer(proxy: Proxy, page: number): Promise<Text | undefined> {
  try {
    return await pdfWords(await proxy.getPage(page))
  } catch {
    return undefined
  }
}

async function openProxy(bytes: Uint8Array<ArrayBuffer>) {
  try {
    // pdf.js detaches the buffer it is given, and talks to the console unless told not to.
    return await getDocumentProxy(bytes.slice(), { verbosity: 0 })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new ReadingError('encrypted', 'The PDF asks for a password.')
    throw new ReadingError(
      'unreadable',
      `The PDF is damaged: ${error instanceof Error ? error.message : error}`,
    )
  }
}

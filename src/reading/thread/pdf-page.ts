import type { Box } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { Handle, Pdfium, PdfiumDocument } from './pdfium.ts'
import { wear } from './wear.ts'

/** [a, b, c, d, e, f] as PDF writes them. */
export type Matrix = [number, number, number, number, number, number]

/** A page while it is open. */
export interface PdfPage {
  pdfium: Pdfium
  document: PdfiumDocument
  handle: Handle
  /** As displayed, in points. */
  width: number
  height: number
  /** From the page's own coordinates to 0-1 of the page as displayed, y counting down. */
  display: Matrix
}

/** Finer than any place on a page needs, coarse enough for pdfium's whole numbers. */
const grid = 10_000_000

/** Opens a page for as long as the work with it takes. */
export async function withPage<T>(
  document: PdfiumDocument,
  page: number,
  work: (page: PdfPage) => T | Promise<T>,
): Promise<T> {
  const { pdfium, handle, pages } = document
  const opened = page <= pages ? pdfium.call.FPDF_LoadPage!(handle, page - 1) : 0
  if (!opened) throw new ReadingError('unreadable', `Page ${page} is damaged.`)
  try {
    const width = pdfium.call.FPDF_GetPageWidth!(opened)
    const height = pdfium.call.FPDF_GetPageHeight!(opened)
    if (!(width >= 1 && height >= 1 && Number.isFinite(width * height)))
      throw new ReadingError('unreadable', `Page ${page} has no size.`)
    const display = displayOf(pdfium, opened)
    return await work({ pdfium, document, handle: opened, width, height, display })
  } finally {
    pdfium.call.FPDF_ClosePage!(opened)
    wear.rasterBytes = pdfium.view().byteLength
  }
}

/** Only pdfium knows what its boxes and /Rotate make of a page: three points tell. */
function displayOf({ call, view, scratch }: Pdfium, page: Handle): Matrix {
  const ask = (x: number, y: number) => {
    call.FPDF_PageToDevice!(page, 0, 0, grid, grid, 0, x, y, scratch, scratch + 4)
    return [view().getInt32(scratch, true) / grid, view().getInt32(scratch + 4, true) / grid] as const
  }
  const [e, f] = ask(0, 0)
  const [right, up] = [ask(1000, 0), ask(0, 1000)]
  return [(right[0] - e) / 1000, (right[1] - f) / 1000, (up[0] - e) / 1000, (up[1] - f) / 1000, e, f]
}

export const through = ([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
]

/** First `inner`, then `outer`. */
export const after = (outer: Matrix, [a, b, c, d, e, f]: Matrix): Matrix => [
  ...along(outer, a, b),
  ...along(outer, c, d),
  ...through(outer, e, f),
]

const along = ([a, b, c, d]: Matrix, x: number, y: number): [number, number] => [a * x + c * y, b * x + d * y]

/** The upright box around a box that went through a matrix. */
export function boxThrough(matrix: Matrix, left: number, bottom: number, right: number, top: number): Box {
  const [x0, y0] = through(matrix, left, bottom)
  const [x1, y1] = through(matrix, right, top)
  const [x2, y2] = through(matrix, left, top)
  const [x3, y3] = through(matrix, right, bottom)
  return [
    Math.min(x0, x1, x2, x3),
    Math.min(y0, y1, y2, y3),
    Math.max(x0, x1, x2, x3),
    Math.max(y0, y1, y2, y3),
  ]
}

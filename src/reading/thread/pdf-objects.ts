import type { Box } from '../../invoices/words.ts'
import { after, boxThrough, type Matrix, type PdfPage } from './pdf-page.ts'
import { fillOf, floats, floatsApart, type Handle } from './pdfium.ts'

/** What a page is drawn with, text aside. Boxes are in 0-1 of the page as displayed. */
export interface PdfObjects {
  images: PdfImage[]
  /** Paths, shadings and the like. */
  shapes: number
  /** The place of each text object in the order of drawing, for those that lie on the page itself. */
  order: Map<Handle, number>
  /** Text drawn before this is under an image as large as the page. */
  hiddenBelow: number
  /** How much of the page is under images, 0-1. */
  covered: number
  /** Whether something other than white paper is behind a place. */
  isColoured: (x: number, y: number) => boolean
}

export interface PdfImage {
  handle: Handle
  box: Box
  /** From the unit square to 0-1 of the page as displayed. */
  matrix: Matrix
  /** Its place in the order of drawing. */
  order: number
  pixels: number
}

const kinds = { text: 1, path: 2, image: 3, shading: 4, form: 5 } as const
/** Forms inside of forms: scanners' software nests two or three. */
const deepest = 6
/** A drawing of more objects is a map; the rest of it decides nothing here. */
const mostObjects = 100_000
/** On a page of more drawings white text is taken for readable. */
const mostBackdrops = 2_000
/** Rows and columns in which covered ground is counted: strips and tiles of one scan add up. */
const cells = 40

export function pdfObjects(page: PdfPage): PdfObjects {
  const { call } = page.pdfium
  const found: Found = { images: [], backdrops: [], shapes: 0, seen: 0, order: new Map() }
  const count = call.FPDFPage_CountObjects!(page.handle)
  for (let i = 0; i < count; i++)
    look(page, found, { handle: call.FPDFPage_GetObject!(page.handle, i), matrix: page.display, order: i }, 0)
  const { images, shapes, order } = found
  let coloured: Box[] | undefined
  const isColoured = (x: number, y: number) => {
    if (found.backdrops.length > mostBackdrops) return true
    coloured ??= found.backdrops.flatMap((backdrop) => colouredBox(page, backdrop))
    return coloured.some(([x0, y0, x1, y1]) => x >= x0 && x <= x1 && y >= y0 && y <= y1)
  }
  const hiddenBelow = Math.max(-1, ...images.filter(isWhole).map((image) => image.order))
  return { images, shapes, order, hiddenBelow, isColoured, covered: coverage(images) }
}

interface Placed {
  handle: Handle
  /** From where it is drawn to 0-1 of the page as displayed. */
  matrix: Matrix
  order: number
}
interface Found extends Pick<PdfObjects, 'images' | 'shapes' | 'order'> {
  backdrops: Placed[]
  seen: number
}

function look(page: PdfPage, found: Found, placed: Placed, depth: number) {
  const { call } = page.pdfium
  const { handle, matrix, order } = placed
  if (++found.seen > mostObjects) return
  const kind = call.FPDFPageObj_GetType!(handle)
  if (kind === kinds.text && depth === 0) found.order.set(handle, order)
  if (kind === kinds.path || kind === kinds.shading) found.shapes += 1
  if (kind !== kinds.text && kind !== kinds.form) found.backdrops.push(placed)
  if (kind !== kinds.image && kind !== kinds.form) return
  const own = floats(page.pdfium, 'FPDFPageObj_GetMatrix', 6, handle) as Matrix | undefined
  if (!own) return
  const whole = after(matrix, own)
  if (kind === kinds.image)
    found.images.push({
      handle,
      order,
      matrix: whole,
      box: boxThrough(whole, 0, 0, 1, 1),
      pixels: pixelsOf(page, handle),
    })
  else if (depth < deepest)
    for (let i = 0; i < call.FPDFFormObj_CountObjects!(handle) && found.seen <= mostObjects; i++)
      look(page, found, { handle: call.FPDFFormObj_GetObject!(handle, i), matrix: whole, order }, depth + 1)
}

function pixelsOf({ pdfium: { call, view, scratch } }: PdfPage, handle: Handle) {
  if (!call.FPDFImageObj_GetImagePixelSize!(handle, scratch, scratch + 4)) return 0
  return view().getUint32(scratch, true) * view().getUint32(scratch + 4, true)
}

/** An image that hides what was drawn before it. */
const isWhole = ({ box: [x0, y0, x1, y1] }: PdfImage) => x0 < 0.05 && y0 < 0.05 && x1 > 0.95 && y1 > 0.95

function colouredBox(page: PdfPage, { handle, matrix }: Placed): Box[] {
  if (isWhite(page, handle)) return []
  const bounds = floatsApart(page.pdfium, 'FPDFPageObj_GetBounds', 4, handle)
  return bounds ? [boxThrough(matrix, ...(bounds as [number, number, number, number]))] : []
}

function isWhite({ pdfium }: PdfPage, handle: Handle) {
  if (pdfium.call.FPDFPageObj_GetType!(handle) !== kinds.path) return false
  const told = pdfium.call.FPDFPath_GetDrawMode!(handle, pdfium.scratch, pdfium.scratch + 4)
  if (told && !pdfium.view().getInt32(pdfium.scratch, true)) return true
  const [red, green, blue, opacity] = fillOf(pdfium, handle) ?? [0, 0, 0, 255]
  return opacity < 10 || Math.min(red, green, blue) > 245
}

function coverage(images: PdfImage[]) {
  const under = new Uint8Array(cells * cells)
  for (const { box } of images) {
    const [x0, y0, x1, y1] = box.map((edge) => Math.round(Math.min(1, Math.max(0, edge)) * cells)) as Box
    for (let y = y0; y < y1; y++) under.fill(1, y * cells + x0, y * cells + x1)
  }
  return under.reduce((sum, cell) => sum + cell, 0) / under.length
}

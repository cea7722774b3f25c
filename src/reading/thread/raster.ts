import { ReadingError } from '../reader.ts'
import { embeddedScan } from './embedded-scan.ts'
import type { PdfObjects } from './pdf-objects.ts'
import { type PdfPage, withPage } from './pdf-page.ts'
import { openPdfium } from './pdfium.ts'
import { recognisedPixels, type Still } from './still.ts'
import type { Rectangle, Size } from './upright-page.ts'

export interface Raster {
  /** Gray at so many dots an inch, or fewer where the page is larger than recognition looks at. */
  gray(page: number, dpi: number): Promise<{ size: Size; still: Still }>
  close(): void
}

const bgra = 4
const gray = 1
const drawAnnotations = 1
const drawGray = 8
const drawRgba = 16

/** A PDF as pdfium draws it: each page upright as its /Rotate says, on white. */
export async function openRaster(bytes: Uint8Array): Promise<Raster> {
  const document = await openPdfium(bytes)
  return {
    gray: (page: number, dpi: number) =>
      withPage(document, page, (open) => ({ size: sizeOf(open), still: drawPage(open, dpi) })),
    close: () => document.close(),
  }
}

/** The page in gray: its scan, where it is nothing but one, or drawn. */
export async function grayPage(
  page: PdfPage,
  objects: PdfObjects,
  dpi: number,
  mostPixels: number,
): Promise<Still> {
  return (await embeddedScan(page, objects, dpi, mostPixels)) ?? drawPage(page, dpi)
}

/** The page in colour, so many pixels to a point. */
export const colourPage = (page: PdfPage, scale: number): Still => draw(page, scale, bgra)

/** A part of the page in gray, told in points from its upper left corner. */
export const grayPart = (page: PdfPage, part: Rectangle, scale: number): Still =>
  draw(page, scale, gray, part)

const drawPage = (page: PdfPage, dpi: number) => draw(page, scaleAt(page, dpi), gray)
const sizeOf = ({ width, height }: PdfPage) => ({ width, height })
const scaleAt = ({ width, height }: PdfPage, dpi: number) =>
  Math.min(dpi / 72, Math.sqrt(recognisedPixels / (width * height)))

function draw(
  page: PdfPage,
  scale: number,
  channels: 1 | 4,
  part: Rectangle = { left: 0, top: 0, width: page.width, height: page.height },
): Still {
  const { call, view } = page.pdfium
  const pixels = (points: number) => Math.max(1, Math.round(points * scale))
  const [width, height] = [pixels(part.width), pixels(part.height)]
  const bytes = width * height * channels
  const place = call.malloc!(bytes)
  if (!place) throw new ReadingError('too-large', 'There is no memory to draw the page.')
  const bitmap = call.FPDFBitmap_CreateEx!(width, height, channels, place, width * channels)
  try {
    call.FPDFBitmap_FillRect!(bitmap, 0, 0, width, height, 0xffffffff)
    const flags = channels === gray ? drawGray : drawRgba
    const corner = [Math.round(-part.left * scale), Math.round(-part.top * scale)] as const
    const whole = [...corner, pixels(page.width), pixels(page.height), 0] as const
    call.FPDF_RenderPageBitmap!(bitmap, page.handle, ...whole, flags | drawAnnotations)
    drawForm(page, bitmap, [...whole, flags])
    const data = new Uint8Array(view().buffer as ArrayBuffer, place, bytes).slice()
    return { width, height, data, channels }
  } finally {
    call.FPDFBitmap_Destroy!(bitmap)
    call.free!(place)
  }
}

function drawForm({ pdfium, document, handle }: PdfPage, bitmap: number, how: number[]) {
  const form = document.form()
  pdfium.call.FORM_OnAfterLoadPage!(handle, form)
  pdfium.call.FPDF_FFLDraw!(form, bitmap, handle, ...how)
  pdfium.call.FORM_OnBeforeClosePage!(handle, form)
}

import { ReadingError } from '../reader.ts'
import { embeddedScan } from './embedded-scan.ts'
import type { PdfObjects } from './pdf-objects.ts'
import { type PdfPage, withPage } from './pdf-page.ts'
import { openPdfium } from './pdfium.ts'
import { pictureSide, recognisedPixels, type Still } from './still.ts'

export interface Raster {
  /** Gray at so many dots an inch, or fewer where the page is larger than recognition looks at. */
  gray(page: number, dpi: number): Promise<{ size: Size; still: Still }>
  close(): void
}
interface Size {
  width: number
  height: number
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

export const colourPage = (page: PdfPage): Still =>
  draw(page, pictureSide / Math.max(page.width, page.height), bgra)

const drawPage = (page: PdfPage, dpi: number) => draw(page, scaleAt(page, dpi), gray)
const sizeOf = ({ width, height }: PdfPage) => ({ width, height })
const scaleAt = ({ width, height }: PdfPage, dpi: number) =>
  Math.min(dpi / 72, Math.sqrt(recognisedPixels / (width * height)))

function draw(page: PdfPage, scale: number, channels: 1 | 4): Still {
  const { call, view } = page.pdfium
  const [width, height] = [page.width, page.height].map((points) => Math.max(1, Math.round(points * scale)))
  const bytes = width! * height! * channels
  const place = call.malloc!(bytes)
  if (!place) throw new ReadingError('too-large', 'There is no memory to draw the page.')
  const bitmap = call.FPDFBitmap_CreateEx!(width!, height!, channels, place, width! * channels)
  try {
    call.FPDFBitmap_FillRect!(bitmap, 0, 0, width!, height!, 0xffffffff)
    const flags = channels === gray ? drawGray : drawRgba
    const whole = [0, 0, width!, height!, 0] as const
    call.FPDF_RenderPageBitmap!(bitmap, page.handle, ...whole, flags | drawAnnotations)
    drawForm(page, bitmap, [...whole, flags])
    const data = new Uint8Array(view().buffer as ArrayBuffer, place, bytes).slice()
    return { width: width!, height: height!, data, channels }
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

import type { PdfObjects } from './pdf-objects.ts'
import type { PdfPage } from './pdf-page.ts'

/** Six millimetres in points: no code that a phone reads is smaller. */
const smallestCode = 17
/** A QR code has more than two hundred dark modules, each a shape or a part of one; frames of tables are fewer. */
const fewestModules = 100
/** A drawing of more objects than that has been told by their number. */
const mostObjects = 2_000
const path = 2

/** Whether a digital page draws anything that could be a code: an image, or many small shapes. Cheap to ask. */
export function mayShowCodes(page: PdfPage, { images, shapes }: PdfObjects) {
  const isLarge = ({ box: [x0, y0, x1, y1] }: PdfObjects['images'][number]) =>
    (x1 - x0) * page.width >= smallestCode && (y1 - y0) * page.height >= smallestCode
  return shapes >= fewestModules || images.some(isLarge) || hasPathOfModules(page)
}

function hasPathOfModules({ pdfium: { call }, handle }: PdfPage) {
  const count = Math.min(mostObjects, call.FPDFPage_CountObjects!(handle))
  for (let i = 0; i < count; i++) {
    const object = call.FPDFPage_GetObject!(handle, i)
    const isPath = call.FPDFPageObj_GetType!(object) === path
    if (isPath && call.FPDFPath_CountSegments!(object) >= fewestModules) return true
  }
  return false
}

import type { Box } from '../../invoices/words.ts'
import { boxThrough, type PdfPage } from './pdf-page.ts'
import { floatsApart, type Handle } from './pdfium.ts'

/** Clips of more corners than this are ornaments; their text is let through. */
const mostSegments = 64
/** How far past its clip a letter's middle may be, in 0-1 of the page. */
const slack = 0.002

/** The box outside of which an object is cut off, in 0-1 of the page as displayed. */
export function readClip(page: PdfPage, object: Handle): Box | undefined {
  const { call } = page.pdfium
  const clip = call.FPDFPageObj_GetClipPath!(object)
  const paths = clip ? call.FPDFClipPath_CountPaths!(clip) : 0
  let inside: Box | undefined
  for (let path = 0; path < paths; path++) {
    const segments = call.FPDFClipPath_CountPathSegments!(clip, path)
    if (segments < 1 || segments > mostSegments) continue
    const points = Array.from({ length: segments }, (_, i) =>
      floatsApart(
        page.pdfium,
        'FPDFPathSegment_GetPoint',
        2,
        call.FPDFClipPath_GetPathSegment!(clip, path, i),
      ),
    ).filter((point) => point !== undefined)
    const [xs, ys] = [points.map((point) => point[0]!), points.map((point) => point[1]!)]
    const box = boxThrough(page.display, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    inside = inside ? common(inside, box) : box
  }
  return inside
}

const common = (one: Box, other: Box): Box => [
  Math.max(one[0], other[0]),
  Math.max(one[1], other[1]),
  Math.min(one[2], other[2]),
  Math.min(one[3], other[3]),
]

export const isInside = ([x0, y0, x1, y1]: Box, x: number, y: number) =>
  x >= x0 - slack && x <= x1 + slack && y >= y0 - slack && y <= y1 + slack

import sharp from 'sharp'
import type { Turn } from '../../invoices/words.ts'
import type { PdfImage, PdfObjects } from './pdf-objects.ts'
import { type Matrix, type PdfPage, through } from './pdf-page.ts'
import { bytesOf } from './pdfium.ts'
import { recognisedPixels, type Still } from './still.ts'

/** How far from the page's edges a scan may end, in 0-1: boxes on it are taken for boxes on the page. */
const margin = 0.01
/** A scan with fewer of the pixels asked for is brought to size; one with more is sharper, and cheaper as it is. */
const fewestPixels = 0.8

/**
 * The one JPEG that a scanned page is, as gray pixels: decoding it, smaller where it is large as JPEG can, takes
 * a fraction of drawing it. Nothing where the page is more than that.
 */
export async function embeddedScan(page: PdfPage, objects: PdfObjects, dpi: number, mostPixels: number) {
  const { images, shapes } = objects
  const [image] = images
  if (!image || images.length > 1 || shapes) return
  const turn = turnOf(image.matrix)
  if (turn === undefined || !isWholePage(image) || !isPlainJpeg(page, image)) return
  const jpeg = bytesOf(page.pdfium, 'FPDFImageObj_GetImageDataRaw', image.handle)
  const wanted = Math.min(recognisedPixels, page.width * page.height * (dpi / 72) ** 2)
  const still = await decode(jpeg, turn, wanted, mostPixels).catch(() => undefined)
  // Dots that are no squares come out as tall as they are wide.
  const stretch = still && still.width / still.height / (page.width / page.height)
  return stretch && Math.abs(stretch - 1) < 2 * margin ? still : undefined
}

async function decode(
  jpeg: Uint8Array,
  turn: Turn,
  wanted: number,
  mostPixels: number,
): Promise<Still | undefined> {
  const opened = sharp(jpeg, { limitInputPixels: mostPixels, failOn: 'none' })
  const { format, channels, width = 0, height = 0 } = await opened.metadata()
  // Inks come inverted or not, which only the PDF knows.
  if (format !== 'jpeg' || (channels !== 1 && channels !== 3) || width * height < 1) return
  const pixels = width * height
  const enough = pixels <= recognisedPixels && pixels >= wanted * fewestPixels
  const scale = Math.sqrt((pixels > wanted ? recognisedPixels : wanted) / pixels)
  const side = (dots: number) => Math.max(1, Math.floor(dots * scale))
  const sized = enough ? opened : opened.resize({ width: side(width), height: side(height), fit: 'fill' })
  const { data, info } = await (turn ? sized.rotate(turn) : sized)
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return info.channels === 1 ? { width: info.width, height: info.height, data, channels: 1 } : undefined
}

/** How an image that fills its unit square is turned clockwise on the page; nothing where it is askew or mirrored. */
function turnOf(matrix: Matrix): Turn | undefined {
  const [x0, y0] = through(matrix, 0, 0)
  const [x1, y1] = through(matrix, 1, 0)
  const [x2, y2] = through(matrix, 0, 1)
  const [right, up] = [[x1 - x0, y1 - y0] as const, [x2 - x0, y2 - y0] as const]
  const is = ([x, y]: readonly [number, number], dx: number, dy: number) =>
    Math.abs(x - dx) < 2 * margin && Math.abs(y - dy) < 2 * margin
  if (is(right, 1, 0) && is(up, 0, -1)) return 0
  if (is(right, 0, 1) && is(up, 1, 0)) return 90
  if (is(right, -1, 0) && is(up, 0, 1)) return 180
  return is(right, 0, -1) && is(up, -1, 0) ? 270 : undefined
}

const isWholePage = ({ box: [x0, y0, x1, y1] }: PdfImage) =>
  [x0, y0, 1 - x1, 1 - y1].every((edge) => Math.abs(edge) < margin)

function isPlainJpeg({ pdfium }: PdfPage, { handle }: PdfImage) {
  if (pdfium.call.FPDFImageObj_GetImageFilterCount!(handle) !== 1) return false
  const filter = new TextDecoder().decode(bytesOf(pdfium, 'FPDFImageObj_GetImageFilter', handle, 0))
  return filter.startsWith('DCTDecode') && !pdfium.call.FPDFPageObj_HasTransparency!(handle)
}

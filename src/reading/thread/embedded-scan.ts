import sharp from 'sharp'
import type { Turn, Upright } from '../../invoices/words.ts'
import { pagePicture } from './page-picture.ts'
import type { PdfImage, PdfObjects } from './pdf-objects.ts'
import { type Matrix, type PdfPage, through } from './pdf-page.ts'
import { bytesOf } from './pdfium.ts'
import { recognisedPixels, type Still } from './still.ts'
import { type Size, uprightSize } from './upright-page.ts'

/** How far from the page's edges a scan may end, in 0-1: boxes on it are taken for boxes on the page. */
const margin = 0.01
/** A scan with fewer of the pixels asked for is brought to size; one with more is sharper, and cheaper as it is. */
const fewestPixels = 0.8

/** The one JPEG that a scanned page is. */
export interface Scan {
  jpeg: Uint8Array
  /** What turns it as the page shows it. */
  turn: Turn
}

/** The JPEG behind a page that is nothing more than that. */
export function findScan(page: PdfPage, { images, shapes }: PdfObjects): Scan | undefined {
  const [image] = images
  if (!image || images.length > 1 || shapes) return
  const turn = turnOf(image.matrix)
  if (turn === undefined || !isWholePage(image) || !isJpeg(page, image)) return
  const jpeg = bytesOf(page.pdfium, 'FPDFImageObj_GetImageDataRaw', image.handle)
  return isPlain(page.document.bytes, jpeg) ? { jpeg, turn } : undefined
}

/**
 * A scanned page as gray pixels: decoding its JPEG, smaller where it is large as JPEG can, takes a fraction of
 * drawing it. Nothing where it is not as plain as it looked.
 */
export async function embeddedScan(page: PdfPage, objects: PdfObjects, dpi: number, mostPixels: number) {
  const scan = findScan(page, objects)
  if (!scan) return
  const wanted = Math.min(recognisedPixels, page.width * page.height * (dpi / 72) ** 2)
  const still = await decode(scan, wanted, mostPixels).catch(() => undefined)
  return still && hasShapeOf(page, still) ? still : undefined
}

/** The same page as a picture for people; drawing it takes four times as long. */
export async function scanPicture(page: PdfPage, objects: PdfObjects, upright: Upright, mostPixels: number) {
  const scan = findScan(page, objects)
  const opened = scan && (await open(scan.jpeg, mostPixels).catch(() => undefined))
  if (!opened) return
  const { image, ...size } = opened
  const turn = ((scan.turn + upright.turn) % 360) as Turn
  const shown = uprightSize(size, { turn: scan.turn })
  if (!hasShapeOf(page, shown)) return
  return pagePicture(image, size, { ...upright, turn }).catch(() => undefined)
}

/** Dots that are no squares come out as tall as they are wide. */
function hasShapeOf(page: PdfPage, { width, height }: Size) {
  return Math.abs(width / height / (page.width / page.height) - 1) < 2 * margin
}

async function open(jpeg: Uint8Array, mostPixels: number) {
  const image = sharp(jpeg, { limitInputPixels: mostPixels, failOn: 'none' })
  const { format, channels, width = 0, height = 0 } = await image.metadata()
  // Inks come inverted or not, which only the PDF knows.
  const isPlain = format === 'jpeg' && (channels === 1 || channels === 3) && width * height > 0
  return isPlain ? { image, width, height, channels } : undefined
}

async function decode({ jpeg, turn }: Scan, wanted: number, mostPixels: number): Promise<Still | undefined> {
  const opened = await open(jpeg, mostPixels)
  if (!opened) return
  const { image, width, height } = opened
  const pixels = width * height
  const enough = pixels <= recognisedPixels && pixels >= wanted * fewestPixels
  const scale = Math.sqrt((pixels > wanted ? recognisedPixels : wanted) / pixels)
  const side = (dots: number) => Math.max(1, Math.floor(dots * scale))
  const sized = enough ? image : image.resize({ width: side(width), height: side(height), fit: 'fill' })
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

function isJpeg({ pdfium }: PdfPage, { handle }: PdfImage) {
  if (pdfium.call.FPDFImageObj_GetImageFilterCount!(handle) !== 1) return false
  const filter = new TextDecoder().decode(bytesOf(pdfium, 'FPDFImageObj_GetImageFilter', handle, 0))
  return filter.startsWith('DCTDecode') && !pdfium.call.FPDFPageObj_HasTransparency!(handle)
}

/** So many bytes out of the middle of a JPEG are found once in a file; what describes it takes no more before it. */
const mark = 64
const longestDescription = 2048

/**
 * Whether an image is shown as it was scanned. pdfium tells neither of masks nor of inverted values, but what
 * describes an image stands before it, in plain letters always; where it is not found, the file is encrypted.
 */
function isPlain(file: Uint8Array, jpeg: Uint8Array) {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  const middle = jpeg.length >> 1
  const at = bytes.indexOf(jpeg.subarray(middle, middle + mark)) - middle
  if (at < 0 || !bytes.subarray(at, at + mark).equals(jpeg.subarray(0, mark))) return false
  const before = bytes.toString('latin1', Math.max(0, at - longestDescription), at)
  const start = before.lastIndexOf('obj')
  return start >= 0 && !/\/(Decode\s*[[\d]|S?Mask\b)/.test(before.slice(start))
}

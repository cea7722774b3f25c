import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { degrees, PDFDocument, StandardFonts } from 'pdf-lib'
import sharp, { type Sharp } from 'sharp'
import { openRaster } from './thread/raster.ts'

type Bytes = Uint8Array<ArrayBuffer>
interface Line {
  text: string
  x: number
  y: number
  size?: number
}
interface PageToMake {
  lines: Line[]
  rotate?: 0 | 90 | 180 | 270
  /** A PNG or JPEG that covers the page. */
  cover?: Uint8Array
}

const a4: [number, number] = [595, 842]

/** Lines of a small invoice, one under the other; `y` counts from the bottom, as PDF does. */
export const invoiceLines = (number: string): Line[] =>
  [
    'Ferreteria Lopez SL',
    `Factura ${number}`,
    'Fecha 24/07/2026',
    'Base imponible 1.000,00',
    'IVA 21% 210,00',
    'TOTAL 1.210,00 EUR',
  ].map((text, i) => ({ text, x: 60, y: 760 - i * 40, size: 18 }))

export async function makePdf(pages: PageToMake[]): Promise<Bytes> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const { lines, rotate = 0, cover } of pages) {
    const page = pdf.addPage(a4)
    if (cover) {
      const image = cover[0] === 0xff ? await pdf.embedJpg(cover) : await pdf.embedPng(cover)
      page.drawImage(image, { x: 0, y: 0, width: a4[0], height: a4[1] })
    }
    for (const line of lines) page.drawText(line.text, { size: 18, ...line, font })
    page.setRotation(degrees(rotate))
  }
  return new Uint8Array(await pdf.save())
}

/** The first page of a PDF as a picture: the only fonts a test can count on are pdfium's own. */
export async function makePicture(pdf: Uint8Array, dpi = 120) {
  const raster = await openRaster(pdf)
  const { still } = await raster.gray(1, dpi)
  raster.close()
  const { data, width, height } = still
  return sharp(data, { raw: { width, height, channels: 1 } }).grayscale()
}

export const makeInvoicePicture = async (number: string, dpi?: number) =>
  makePicture(await makePdf([{ lines: invoiceLines(number) }]), dpi)

/** A PDF that says it is encrypted, with keys that no empty password opens. */
export function makeEncryptedPdf(): Bytes {
  const key = 'ab'.repeat(32)
  return new TextEncoder().encode(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -4>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<${'cd'.repeat(16)}><${'cd'.repeat(16)}>]>>
%%EOF`)
}

/** A black PNG of one bit a pixel: enormous to look at, small to send. */
export function makeBlackPng(width: number, height: number): Bytes {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8 + body.length)
    frame.writeUInt32BE(data.length, 0)
    body.copy(frame, 4)
    frame.writeUInt32BE(crc32(body), 4 + body.length)
    return frame
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height), { level: 1 })
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]),
  )
}

/** A page whose content is blanks, compressed twice: a few kilobytes for each gigabyte. */
export function makeBombPdf(megabytes: number): Bytes {
  // Deflate repeats a block that ends on a byte boundary, so that one is compressed for all.
  const block = deflateRawSync(Buffer.alloc(1024 * 1024, 32), { finishFlush: constants.Z_FULL_FLUSH })
  const header = Buffer.from([0x78, 0x9c])
  const once = Buffer.concat([header, ...Array.from({ length: megabytes }, () => block)])
  const stream = deflateSync(once, { level: 9 })
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj
4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length ${stream.length}>>stream\n`),
      stream,
      Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
    ]),
  )
}

type Colour = [number, number, number]

/** A black and white picture in other colours. */
export async function makeColoured(picture: Sharp, ink: Colour, paper: Colour) {
  const { data, info } = await picture.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const pixels = Buffer.alloc(data.length * 3)
  data.forEach((gray, i) => {
    for (const channel of [0, 1, 2] as const)
      pixels[i * 3 + channel] = ink[channel] + ((paper[channel] - ink[channel]) * gray) / 255
  })
  const { width, height } = info
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import { prepareZXingModule, type WriteInputBarcodeFormat, writeBarcode } from 'zxing-wasm/writer'
import { invoiceLines, makePdf, makePicture } from './make-documents.ts'
import type { Still } from './thread/still.ts'

export interface CodeToMake {
  format: WriteInputBarcodeFormat
  says: string | Uint8Array
  /** Millimetres, all four. */
  left: number
  top: number
  wide: number
  /** Of bars: how tall they are. */
  high?: number
}

const dpi = 200
const millimetres = (length: number) => Math.round((length / 25.4) * dpi)

let wasm: Promise<Buffer<ArrayBuffer>> | undefined

/** A code as a PNG of its own. */
export async function makeCode({ format, says }: Pick<CodeToMake, 'format' | 'says'>) {
  wasm ??= readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await wasm).buffer } })
  const { image, error } = await writeBarcode(says, { format, scale: 4 })
  if (!image) throw new Error(`${format}: ${error}`)
  return Buffer.from(await image.arrayBuffer())
}

/** An A4 page of an invoice at 200 dpi with these codes on it. */
export async function makePageOfCodes(codes: CodeToMake[]): Promise<Sharp> {
  const page = await makePicture(await makePdf([{ lines: invoiceLines('C-1') }]), dpi)
  const drawn = codes.map(async (code) => {
    const image = sharp(await makeCode(code))
    const { width, height } = await image.metadata()
    const wide = millimetres(code.wide)
    const high = code.high ? millimetres(code.high) : Math.round((wide * height) / width)
    const input = await image.grayscale().resize(wide, high, { fit: 'fill' }).png().toBuffer()
    return { input, left: millimetres(code.left), top: millimetres(code.top) }
  })
  return sharp(
    await page
      .composite(await Promise.all(drawn))
      .png()
      .toBuffer(),
  ).grayscale()
}

/** As it comes from the glass: a little turned, a little blurred, compressed hard. */
export async function scanned(page: Sharp, degrees: number): Promise<Sharp> {
  const turned = await page.clone().rotate(degrees, { background: '#fff' }).png().toBuffer()
  return sharp(await sharp(turned).blur(0.6).jpeg({ quality: 60 }).toBuffer())
}

export async function asStill(page: Sharp): Promise<Still> {
  const { data, info } = await page.clone().grayscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: 1 }
}

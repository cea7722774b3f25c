import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader'
import type { Box, Code, CodeFormat } from '../../invoices/words.ts'
import { codePlaces, type Place } from './code-places.ts'
import { codeSigns } from './code-signs.ts'
import type { PdfObjects } from './pdf-objects.ts'
import type { PdfPage } from './pdf-page.ts'
import { grayPart } from './raster.ts'
import { recognisedPixels, type Still } from './still.ts'
import type { Rectangle } from './upright-page.ts'

/** More than any form has; a page of a thousand labels is no invoice. */
const codesPerPage = 20
/** The most that the largest QR code holds. */
const charactersPerCode = 7_089
/** Parts of digital pages are drawn for their codes only. Bars of a third of a millimetre need two pixels each. */
const digitalDpi = 200
/** Parts of fewer pixels are looked at as they are, for every kind. */
const smallPart = 300_000
/** Leaning less than this, every kind is found as it stands. */
const uprightDegrees = 0.7

const formats: Record<string, CodeFormat> = {
  QRCode: 'qr',
  PDF417: 'pdf417',
  Code128: 'code128',
  DataMatrix: 'datamatrix',
}
const qr = ['QRCode'] as const
const bars = ['PDF417', 'Code128', 'DataMatrix'] as const
type Options = ReaderOptions & { formats: NonNullable<ReaderOptions['formats']> }

/**
 * The codes seen in gray pixels. QR codes are looked for everywhere; looking everywhere for the other kinds
 * takes three times as long, so that they are looked for where a page is as busy as they are.
 */
export async function readCodes(gray: Still): Promise<Code[]> {
  const whole = { left: 0, top: 0, width: gray.width, height: gray.height, lean: 0 }
  const codes = await scan(gray, whole, { formats: [...qr] })
  return inPlaces(gray, codes, { formats: [...bars], tryInvert: false, tryDownscale: false })
}

/**
 * The codes on a page that has text of its own: only the parts that show anything like one are drawn for them. They
 * are clean, so that in large ones busy places are enough for every kind.
 */
export async function readCodesOfPage(page: PdfPage, objects: PdfObjects): Promise<Code[]> {
  const found: Code[] = []
  for (const part of codeSigns(page, objects)) {
    const pixels = Math.sqrt(recognisedPixels / (part.width * part.height))
    const still = grayPart(page, part, Math.min(digitalDpi / 72, pixels))
    const whole = { left: 0, top: 0, width: still.width, height: still.height, lean: 0 }
    const options = { formats: [...qr, ...bars] }
    const isSmall = still.width * still.height <= smallPart
    const codes = isSmall ? await scan(still, whole, options) : await inPlaces(still, [], options)
    for (const code of codes) found.push({ ...code, box: boxOnPage(code.box, part, page) })
  }
  return found.slice(0, codesPerPage)
}

function boxOnPage([x0, y0, x1, y1]: Box, { left, top, width, height }: Rectangle, page: PdfPage): Box {
  const [across, down] = [
    (x: number) => (left + x * width) / page.width,
    (y: number) => (top + y * height) / page.height,
  ]
  return [across(x0), down(y0), across(x1), down(y1)]
}

async function inPlaces(gray: Still, codes: Code[], options: Options) {
  const found = [...codes]
  for (const place of codePlaces(gray)) {
    if (found.length >= codesPerPage) break
    if (found.some((code) => isIn(middleOf(place, gray), code.box))) continue
    for (const code of await scan(gray, place, options))
      if (!found.some((other) => other.text === code.text && isIn(middle(code.box), other.box)))
        found.push(code)
  }
  return found.slice(0, codesPerPage)
}

/** What one rectangle of a page says, straightened first: PDF417 is lost beyond two degrees. */
async function scan(gray: Still, place: Place, options: Options): Promise<Code[]> {
  const { data, width, height } = await straightened(gray, place)
  const { readBarcodes } = await engine()
  // PGM: the only decoder of pictures that foreign pixels reach is one that copies them.
  const picture = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data])
  const results = await readBarcodes(picture, {
    ...options,
    textMode: 'Plain',
    maxNumberOfSymbols: codesPerPage,
  })
  return results.flatMap((result) => {
    const format = formats[result.symbology]
    const text = plain(result.text)
    return format && text ? [{ format, text, box: boxOf(result, { width, height }, place, gray) }] : []
  })
}

const isWhole = (gray: Still, place: Place) => place.width === gray.width && place.height === gray.height

async function straightened(gray: Still, place: Place) {
  if (isWhole(gray, place) && !place.lean) return gray
  const raw = { width: gray.width, height: gray.height, channels: 1 } as const
  const { left, top, width, height, lean } = place
  const cut = sharp(gray.data, { raw }).extract({ left, top, width, height })
  const upright = turnOf(place) ? cut.rotate(-lean, { background: '#fff' }) : cut
  const { data, info } = await upright.grayscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const turnOf = ({ lean }: Place) => (Math.abs(lean) > uprightDegrees ? lean : 0)

/** Where it is on the page, 0-1; the straightened rectangle has grown around the same middle. */
function boxOf({ position }: ReadResult, seen: { width: number; height: number }, place: Place, gray: Still) {
  const lean = (turnOf(place) * Math.PI) / 180
  const corners = [position.topLeft, position.topRight, position.bottomLeft, position.bottomRight].map(
    ({ x, y }) => {
      const [dx, dy] = [x - seen.width / 2, y - seen.height / 2]
      return {
        x: place.left + place.width / 2 + dx * Math.cos(lean) - dy * Math.sin(lean),
        y: place.top + place.height / 2 + dx * Math.sin(lean) + dy * Math.cos(lean),
      }
    },
  )
  const xs = corners.map(({ x }) => x / gray.width)
  const ys = corners.map(({ y }) => y / gray.height)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map((side) =>
    Math.min(1, Math.max(0, side)),
  ) as Box
}

const middle = ([x0, y0, x1, y1]: Box) => [(x0 + x1) / 2, (y0 + y1) / 2] as const
const middleOf = ({ left, top, width, height }: Place, gray: Still) =>
  [(left + width / 2) / gray.width, (top + height / 2) / gray.height] as const
const isIn = ([x, y]: readonly [number, number], [x0, y0, x1, y1]: Box) =>
  x >= x0 && x <= x1 && y >= y0 && y <= y1

/** Bytes that are no text come as Latin-1; the database takes neither U+0000 nor half a character. */
const plain = (text: string) => text.replaceAll('\0', '\ufffd').slice(0, charactersPerCode).toWellFormed()

let loading: Promise<typeof import('zxing-wasm/reader')> | undefined
const engine = () => {
  loading ??= load()
  return loading
}

/** From the package's own file: left to itself the library asks the network. */
async function load() {
  const reader = await import('zxing-wasm/reader')
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
  await reader.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return reader
}

import sharp from 'sharp'
import type { Box, PageOfWords } from '../invoices/words.ts'

/** Where a page has no picture. */
const blankSide = 1600
const channels = 3
/** Green is sure, amber is doubtful, red is a guess. */
const colours = [
  { from: 0.9, rgb: [0x1a, 0x9e, 0x4b] },
  { from: 0.6, rgb: [0xe0, 0x8e, 0x00] },
  { from: 0, rgb: [0xd0, 0x22, 0x22] },
] as const
const colourOfCodes = [0x22, 0x5e, 0xd0]

/** The picture of a page as PNG with a box around each word, coloured by how sure the reader is, and each code. */
export async function drawBoxes(page: PageOfWords, picture?: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await (picture ? sharp(picture) : blank(page))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  for (const { box, confidence } of page.words) {
    const { rgb } = colours.find(({ from }) => confidence >= from) ?? colours[2]
    outline(data, info, box, rgb)
  }
  for (const { box } of page.codes) outline(data, info, box, colourOfCodes)
  const raw = { width: info.width, height: info.height, channels } as const
  return sharp(data, { raw }).png({ palette: true }).toBuffer()
}

function blank({ width, height }: PageOfWords) {
  const scale = blankSide / Math.max(width, height)
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
  return sharp({ create: { ...size, channels, background: 'white' } })
}

interface Size {
  width: number
  height: number
}

function outline(pixels: Buffer, { width, height }: Size, box: Box, rgb: readonly number[]) {
  const [left, right] = [box[0], box[2]].map((share) => within(share * width, width))
  const [top, bottom] = [box[1], box[3]].map((share) => within(share * height, height))
  const dot = (x: number, y: number) => pixels.set(rgb, (y * width + x) * channels)
  for (let x = left!; x <= right!; x++) for (const y of [top!, bottom!]) dot(x, y)
  for (let y = top!; y <= bottom!; y++) for (const x of [left!, right!]) dot(x, y)
}

const within = (place: number, size: number) => Math.min(size - 1, Math.max(0, Math.round(place)))

import sharp from 'sharp'
import { degrees, type Line, turnedAbout } from './line.ts'
import { lineBoxes } from './line-boxes.ts'
import { model } from './models.ts'
import type { Still } from './still.ts'

/** The network halves its picture five times. */
const step = 32
/** Strips need a third of the memory of whole pages and less time; what they share keeps lines whole. */
const stripRows = 320
const sharedRows = 48
/** Small type on large sheets needs the larger side; receipts gain nothing by it. */
const sides = { narrow: 960, wide: 1280 } as const
/** A till roll is many times longer than it is wide, and its type is no smaller for it. */
const leastWidth = 400
const mostPixels = 2_500_000
const mean = [0.485, 0.456, 0.406]
const deviation = [0.229, 0.224, 0.225]
/** A step in gray between neighbours that may be the edge of a letter, and how many make a strip worth a look. */
const edge = 24
const edgesOfText = 12

/** The lines of text on a page, seen as if it were turned back by `tilt`. */
export async function findLines(page: Still, tilt = 0): Promise<Line[]> {
  const view = tilt ? await turnedBack(page, tilt) : page
  const small = await shrunk(view)
  const map = await textMap(small)
  const [sx, sy] = [view.width / small.width, view.height / small.height]
  const middle = { x: view.width / 2, y: view.height / 2 }
  const home = { x: page.width / 2, y: page.height / 2 }
  return lineBoxes(map, small.width, small.height).map((line) => {
    const [cos, sin] = [Math.cos(line.angle), Math.sin(line.angle)]
    return {
      ...turnedAbout({ x: line.x * sx, y: line.y * sy }, middle, tilt, home),
      length: line.length * Math.hypot(cos * sx, sin * sy),
      height: line.height * Math.hypot(sin * sx, cos * sy),
      angle: Math.atan2(sin * sy, cos * sx) + tilt,
    }
  })
}

const raw = ({ data, width, height }: Still) => sharp(data, { raw: { width, height, channels: 1 } })

async function turnedBack(page: Still, tilt: number): Promise<Still> {
  const turned = raw(page).rotate(-degrees(tilt), { background: '#fff' }).grayscale().raw()
  const { data, info } = await turned.toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: 1 }
}

async function shrunk(page: Still): Promise<Still> {
  const [long, short] = [Math.max(page.width, page.height), Math.min(page.width, page.height)]
  const side = long / short > 1.65 || short < 1000 ? sides.narrow : sides.wide
  const wider = Math.min(leastWidth / short, Math.sqrt(mostPixels / (long * short)))
  const scale = Math.min(2, Math.max(side / long, wider))
  const fit = (pixels: number) => Math.max(step, Math.round((pixels * scale) / step) * step)
  const [width, height] = [fit(page.width), fit(page.height)]
  const resized = raw(page).resize(width, height, { fit: 'fill', kernel: 'linear' }).grayscale().raw()
  return { data: await resized.toBuffer(), width, height, channels: 1 }
}

/** How surely each pixel belongs to the middle of a line of text, 0-255. */
async function textMap({ data, width, height }: Still): Promise<Uint8Array> {
  const detect = await model('detector')
  const map = new Uint8Array(width * height)
  const { rows, starts } = strips(height)
  const input = new Float32Array(3 * rows * width)
  for (const from of starts) {
    const to = from + rows
    if (isBlank(data, width, from, to)) continue
    normalise(data.subarray(from * width, to * width), input)
    const seen = await detect({ data: input, dims: [1, 3, rows, width] })
    const first = from && from + sharedRows / 2
    for (let i = first * width; i < to * width; i++) map[i] = seen.data[i - from * width]! * 255
  }
  return map
}

function strips(height: number) {
  const count = Math.max(1, Math.round((height - sharedRows) / (stripRows - sharedRows)))
  const rows = Math.min(height, Math.ceil((height + sharedRows * (count - 1)) / count / step) * step)
  const starts = Array.from({ length: count }, (_, i) =>
    Math.round(((height - rows) * i) / Math.max(1, count - 1)),
  )
  return { rows, starts }
}

function isBlank(data: Uint8Array, width: number, from: number, to: number) {
  let edges = 0
  for (let i = from * width + 2; i < to * width; i++) {
    if (Math.abs(data[i]! - data[i - 2]!) > edge && ++edges > edgesOfText) return false
  }
  return true
}

const tables = mean.map((middle, channel) =>
  Float32Array.from({ length: 256 }, (_, gray) => (gray / 255 - middle) / deviation[channel]!),
)

function normalise(gray: Uint8Array, input: Float32Array) {
  tables.forEach((table, channel) => {
    const offset = channel * gray.length
    for (let i = 0; i < gray.length; i++) input[offset + i] = table[gray[i]!]!
  })
}

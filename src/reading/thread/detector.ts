import sharp from 'sharp'
import { degrees, type Line, turnedAbout } from './line.ts'
import { lineBoxes } from './line-boxes.ts'
import { model } from './models.ts'
import type { Still } from './still.ts'
import { textAreas } from './text-areas.ts'
import type { Rectangle } from './upright-page.ts'

/** The network halves its picture five times. */
const step = 32
/** Small type on large sheets needs the larger side; receipts gain nothing by it. */
const sides = { narrow: 960, wide: 1280 } as const
/** A till roll is many times longer than it is wide, and its type is no smaller for it. */
const leastWidth = 400
const mostPixels = 2_500_000
const mean = [0.485, 0.456, 0.406]
const deviation = [0.229, 0.224, 0.225]

/**
 * The lines of text on a page, seen as if it were turned back by `tilt`. Where a first glance at a part of the page
 * shows that it `liesOtherwise`, these few lines are all.
 */
export async function findLines(
  page: Still,
  tilt = 0,
  liesOtherwise: (lines: Line[]) => boolean = () => false,
): Promise<Line[]> {
  const view = tilt ? await turnedBack(page, tilt) : page
  const small = await shrunk(view)
  const map = new Uint8Array(small.width * small.height)
  const [glance, ...others] = middleFirst(textAreas(small, step))
  if (!glance) return []
  await look(small, glance, map)
  const seen = lineBoxes(map, small.width, small.height)
  if (liesOtherwise(seen)) return seen
  for (const area of others) await look(small, area, map)
  const lines = others.length ? lineBoxes(map, small.width, small.height) : seen
  return lines.map((line) => onPage(line, small, view, page, tilt))
}

const middleFirst = <T>(all: T[]) => [...all.slice(all.length >> 1), ...all.slice(0, all.length >> 1)]

function onPage(line: Line, small: Still, view: Still, page: Still, tilt: number): Line {
  const [sx, sy] = [view.width / small.width, view.height / small.height]
  const middle = { x: view.width / 2, y: view.height / 2 }
  const home = { x: page.width / 2, y: page.height / 2 }
  const [cos, sin] = [Math.cos(line.angle), Math.sin(line.angle)]
  return {
    ...turnedAbout({ x: line.x * sx, y: line.y * sy }, middle, tilt, home),
    length: line.length * Math.hypot(cos * sx, sin * sy),
    height: line.height * Math.hypot(sin * sx, cos * sy),
    angle: Math.atan2(sin * sy, cos * sx) + tilt,
  }
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

/** Writes into a map of the page how surely each pixel of an area belongs to the middle of a line, 0-255. */
async function look(page: Still, area: Rectangle, map: Uint8Array) {
  const detect = await model('detector')
  const { left, top, width, height } = area
  const seen = await detect({ data: normalised(page, area), dims: [1, 3, height, width] })
  for (let y = 0; y < height; y++)
    for (let x = 0, at = (top + y) * page.width + left; x < width; x++, at++)
      map[at] = Math.max(map[at]!, seen.data[y * width + x]! * 255)
}

const tables = mean.map((middle, channel) =>
  Float32Array.from({ length: 256 }, (_, gray) => (gray / 255 - middle) / deviation[channel]!),
)

function normalised({ data, width: stride }: Still, { left, top, width, height }: Rectangle) {
  const input = new Float32Array(3 * width * height)
  tables.forEach((table, channel) => {
    let at = channel * width * height
    for (let y = top; y < top + height; y++)
      for (let x = y * stride + left; x < y * stride + left + width; x++) input[at++] = table[data[x]!]!
  })
  return input
}

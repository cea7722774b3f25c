import type { Box, Upright, Word } from '../../invoices/words.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { findLines } from './detector.ts'
import { type Line, nearest, radians } from './line.ts'
import { readAgain } from './read-again.ts'
import { recognisedPixels, type Still } from './still.ts'
import { straighten } from './straighten.ts'
import {
  angleOfLines,
  displayedBox,
  displayedMiddle,
  isIn,
  type Rectangle,
  type Size,
  uprightSize,
} from './upright-page.ts'

/** A page as displayed, of which any part can be had as gray pixels. */
export interface Source {
  size: Size
  /** How many pixels to a unit of its size the page was read with, and how many are worth looking at. */
  usual: number
  finest: number
  look(part: Rectangle, scale: number): Promise<Still>
}

/** What is around a part helps to find its lines: so much of its shorter side, and of the page's width. */
const marginOfPart = 0.5
const [leastMargin, mostMargin] = [0.01, 0.03]
/** What runs otherwise is no line of this page. */
const steep = radians(20)

/** The words in one part of an upright page: seen as finely as it can be, more than once. */
export async function readRegion(
  source: Source,
  upright: Upright,
  box: Box,
  settings: ThreadSettings,
): Promise<Word[]> {
  const page = uprightSize(source.size, upright)
  const around = withMargin(box, page)
  const sketch = await cutOut(source, upright, around, source.usual)
  const part = source.finest > source.usual ? await cutOut(source, upright, around, source.finest) : sketch
  const scale = part.width / ((around[2] - around[0]) * page.width)
  const origin = { x: around[0] * page.width, y: around[1] * page.height }
  const lines = (await linesIn(sketch, around, box)).map((line) => ({
    ...line,
    x: (line.x * page.width - origin.x) * scale,
    y: (line.y * page.height - origin.y) * scale,
    length: line.length * page.width * scale,
    height: line.height * page.height * scale,
  }))
  const words = await readAgain(part, lines, settings)
  const [wide, high] = [around[2] - around[0], around[3] - around[1]]
  return words
    .map(({ box: [x0, y0, x1, y1], ...word }) => ({
      ...word,
      box: [
        around[0] + x0 * wide,
        around[1] + y0 * high,
        around[0] + x1 * wide,
        around[1] + y1 * high,
      ] satisfies Box as Box,
    }))
    .filter((word) => isIn(word.box, box))
}

function withMargin([x0, y0, x1, y1]: Box, { width, height }: Size): Box {
  const wanted = Math.min((x1 - x0) * width, (y1 - y0) * height) * marginOfPart
  const margin = Math.min(mostMargin * width, Math.max(leastMargin * width, wanted))
  const [dx, dy] = [margin / width, margin / height]
  return [Math.max(0, x0 - dx), Math.max(0, y0 - dy), Math.min(1, x1 + dx), Math.min(1, y1 + dy)]
}

/** A part of an upright page is cut out of the page as displayed as any line is: straight, whichever way it lies. */
async function cutOut(source: Source, upright: Upright, around: Box, finest: number): Promise<Still> {
  const { size } = source
  const [x0, y0, x1, y1] = displayedBox(around, size, upright)
  const [left, top] = [x0 * size.width, y0 * size.height]
  const shown = { left, top, width: (x1 - x0) * size.width, height: (y1 - y0) * size.height }
  const scale = Math.min(finest, Math.sqrt(recognisedPixels / (shown.width * shown.height)))
  const still = await source.look(shown, scale)
  const middle = displayedMiddle(around, size, upright)
  const page = uprightSize(size, upright)
  const height = (around[3] - around[1]) * page.height * scale
  const line = {
    x: (middle.x - left) * scale,
    y: (middle.y - top) * scale,
    length: (around[2] - around[0]) * page.width * scale,
    height,
    angle: angleOfLines(upright),
  }
  return straighten(still, line, Math.max(1, Math.round(height)))
}

/**
 * The lines through a box, in 0-1 of the page: looked for with the rest of the page left blank, for letters of another
 * size than usual are found otherwise. Where no line is found, who asks has drawn the box around one.
 */
async function linesIn(sketch: Still, around: Box, box: Box): Promise<Line[]> {
  const wide = Math.round(sketch.width / (around[2] - around[0]))
  const high = Math.round(sketch.height / (around[3] - around[1]))
  const page = new Uint8Array(wide * high).fill(255)
  const [left, top] = [Math.floor(around[0] * wide), Math.floor(around[1] * high)]
  for (let y = 0; y < sketch.height && top + y < high; y++) {
    const row = sketch.data.subarray(y * sketch.width, y * sketch.width + Math.min(sketch.width, wide - left))
    page.set(row, (top + y) * wide + left)
  }
  const found = (await findLines({ data: page, width: wide, height: high, channels: 1 }))
    .map(({ x, y, length, height, angle }) => ({
      x: x / wide,
      y: y / high,
      length: length / wide,
      height: height / high,
      angle: nearest(angle, 0),
    }))
    .filter(({ x, y, length, angle }) => {
      const reach = length / 2
      return Math.abs(angle) < steep && y > box[1] && y < box[3] && x + reach > box[0] && x - reach < box[2]
    })
  if (found.length) return found
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  return [{ x, y, length: box[2] - box[0], height: box[3] - box[1], angle: 0 }]
}

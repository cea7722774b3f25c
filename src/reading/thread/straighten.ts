import type { Line } from './line.ts'
import type { Still } from './still.ts'

/** Most of Tesseract's networks were trained on lines of this height; places on lines are told for it. */
export const lineHeight = 36
/** Between these shares of a line's pixels lies what is told apart: less is dirt and glare. */
const darkest = 0.01
const brightest = 0.95
/** A line longer than this for its height is a rule or a fold. */
export const longestLine = 150

/** A line cut out of a page along its own direction, so many pixels high, dark on light. */
export function straighten(page: Still, line: Line, height: number): Still {
  const scale = height / line.height
  const width = Math.max(8, Math.round(Math.min(line.length, line.height * longestLine) * scale))
  const data = sampled(page, line, width, height)
  stretch(data)
  return { data, width, height, channels: 1 }
}

const straightened = new WeakMap<Line, Still>()

/** A line of a page as high as readers want it, cut out once for all that want it alike. */
export function straightLine(page: Still, line: Line, height = lineHeight): Still {
  if (height !== lineHeight) return straighten(page, line, height)
  const straight = straightened.get(line) ?? straighten(page, line, height)
  straightened.set(line, straight)
  return straight
}

/** A stretch of a line, told in columns of the `width` it was straightened to. */
export function partOf(line: Line, from: number, to: number, width: number): Line {
  const middle = ((from + to) / 2 / width - 0.5) * line.length
  return {
    ...line,
    x: line.x + middle * Math.cos(line.angle),
    y: line.y + middle * Math.sin(line.angle),
    length: ((to - from) / width) * line.length,
  }
}

/** Each pixel is a mean of as many points as the page has pixels for it, each between four pixels. */
function sampled(page: Still, line: Line, width: number, height: number) {
  const out = new Uint8Array(width * height)
  const [across, down] = [line.length / width, line.height / height]
  const points = Math.min(4, Math.max(1, Math.round(down)))
  const [cos, sin] = [Math.cos(line.angle), Math.sin(line.angle)]
  const total = points * points
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (let k = 0; k < total; k++) {
        const u = (i + ((k % points) + 0.5) / points) * across - line.length / 2
        const v = (j + (Math.floor(k / points) + 0.5) / points) * down - line.height / 2
        sum += grayAt(page, line.x + u * cos - v * sin - 0.5, line.y + u * sin + v * cos - 0.5)
      }
      out[j * width + i] = sum / total
    }
  }
  return out
}

function grayAt({ data, width, height }: Still, x: number, y: number) {
  const cx = Math.min(Math.max(x, 0), width - 1)
  const cy = Math.min(Math.max(y, 0), height - 1)
  const x0 = Math.floor(cx)
  const y0 = Math.floor(cy)
  const fx = cx - x0
  const fy = cy - y0
  const at = y0 * width + x0
  const right = x0 + 1 < width ? 1 : 0
  const below = y0 + 1 < height ? width : 0
  const top = data[at]! * (1 - fx) + data[at + right]! * fx
  const bottom = data[at + below]! * (1 - fx) + data[at + below + right]! * fx
  return top * (1 - fy) + bottom * fy
}

function stretch(data: Uint8Array) {
  const counts = new Uint32Array(256)
  for (const gray of data) counts[gray]!++
  const level = (share: number) => {
    let left = share * data.length
    const gray = counts.findIndex((count) => {
      left -= count
      return left <= 0
    })
    return gray < 0 ? 255 : gray
  }
  // Paper is what most of a line is: light type on a dark ground is turned over.
  const [median, least, most] = [level(0.5), level(darkest), level(1 - darkest)]
  const inverted = median < (least + most) / 2
  const dark = inverted ? level(1 - brightest) : least
  const light = inverted ? most : level(brightest)
  const span = Math.max(16, light - dark)
  for (let i = 0; i < data.length; i++) {
    const gray = Math.min(255, Math.max(0, ((data[i]! - dark) / span) * 255))
    data[i] = inverted ? 255 - gray : gray
  }
}

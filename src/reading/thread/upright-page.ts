import type { Box, Turn, Upright } from '../../invoices/words.ts'
import { type Point, radians, turnedAbout } from './line.ts'

export interface Size {
  width: number
  height: number
}

export interface Rectangle extends Size {
  left: number
  top: number
}

/** How large a page is once it is upright: straightened, it grows by what its corners stick out. */
export function uprightSize({ width, height }: Size, { turn, skew = 0 }: Upright): Size {
  const [wide, high] = turn % 180 ? [height, width] : [width, height]
  const [cos, sin] = [Math.cos(radians(skew)), Math.abs(Math.sin(radians(skew)))]
  return { width: wide * cos + high * sin, height: wide * sin + high * cos }
}

/** How large a page was before it was set upright. */
export function displayedSize({ width, height }: Size, { turn, skew = 0 }: Upright): Size {
  const [cos, sin] = [Math.cos(radians(skew)), Math.abs(Math.sin(radians(skew)))]
  const grown = cos * cos - sin * sin
  const [wide, high] = [(width * cos - height * sin) / grown, (height * cos - width * sin) / grown]
  return turn % 180 ? { width: high, height: wide } : { width: wide, height: high }
}

/** A box on the page as displayed, 0-1, as it lies on the page once that is upright. */
export function uprightBox(box: Box, size: Size, upright: Upright): Box {
  return upright.skew ? uprightBoxAround(cornersOf(box, size), size, upright) : turnedBox(box, upright.turn)
}

/** The box on the upright page, 0-1, around some points of the page as displayed. */
export const uprightBoxAround = (points: Point[], size: Size, upright: Upright): Box =>
  boxAround(points, size, uprightSize(size, upright), angleOf(upright))

/** A box on the upright page, 0-1, as it lies on the page as displayed, where `size` is told. */
export function displayedBox(box: Box, size: Size, upright: Upright): Box {
  if (!upright.skew) return turnedBox(box, ((360 - upright.turn) % 360) as Turn)
  const from = uprightSize(size, upright)
  return boxAround(cornersOf(box, from), from, size, -angleOf(upright))
}

/** The middle of a box on the upright page, in the units of the page as displayed. */
export function displayedMiddle([x0, y0, x1, y1]: Box, size: Size, upright: Upright): Point {
  const from = uprightSize(size, upright)
  const middle = { x: ((x0 + x1) / 2) * from.width, y: ((y0 + y1) / 2) * from.height }
  return turnedAbout(middle, centre(from), -angleOf(upright), centre(size))
}

/** The direction upright lines are read in on the page as displayed, in radians. */
export const angleOfLines = (upright: Upright) => -angleOf(upright)

/** A box on the page as displayed, after the page was turned clockwise. */
export function turnedBox([x0, y0, x1, y1]: Box, turn: Turn): Box {
  if (turn === 90) return [1 - y1, x0, 1 - y0, x1]
  if (turn === 180) return [1 - x1, 1 - y1, 1 - x0, 1 - y0]
  return turn === 270 ? [y0, 1 - x1, y1, 1 - x0] : [x0, y0, x1, y1]
}

/** Whether the middle of a box is inside another. */
export function isIn([x0, y0, x1, y1]: Box, [left, top, right, bottom]: Box) {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  return x >= left && x <= right && y >= top && y <= bottom
}

const angleOf = ({ turn, skew = 0 }: Upright) => radians(turn + skew)
const centre = ({ width, height }: Size) => ({ x: width / 2, y: height / 2 })
const within = (share: number) => Math.min(1, Math.max(0, share))

const cornersOf = ([x0, y0, x1, y1]: Box, { width, height }: Size): Point[] =>
  [x0, x1].flatMap((x) => [y0, y1].map((y) => ({ x: x * width, y: y * height })))

/** The upright box around some points that were turned about the middle of one page onto that of another. */
function boxAround(points: Point[], from: Size, onto: Size, angle: number): Box {
  const turned = points.map((point) => turnedAbout(point, centre(from), angle, centre(onto)))
  const xs = turned.map(({ x }) => within(x / onto.width))
  const ys = turned.map(({ y }) => within(y / onto.height))
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

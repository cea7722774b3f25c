/** A line of text on a page, in pixels: its middle, and how far it reaches along and across its direction. */
export interface Line {
  x: number
  y: number
  length: number
  height: number
  /** The direction it is read in, in radians; positive goes down the page. */
  angle: number
}

export interface Point {
  x: number
  y: number
}

export const degrees = (radians: number) => (radians * 180) / Math.PI
export const radians = (degrees: number) => (degrees * Math.PI) / 180

/** A direction as the nearest one to another, where a line may be read both ways. */
export function nearest(angle: number, to: number) {
  const off = angle - to
  return angle - Math.round(off / Math.PI) * Math.PI
}

/** The lines with the most letters on them, as far as their shape tells. */
export const longest = (lines: Line[], count: number) =>
  lines.toSorted((a, b) => b.length / b.height - a.length / a.height).slice(0, count)

/** A point turned about another by an angle. */
export function turnedAbout({ x, y }: Point, middle: Point, angle: number, onto = middle): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [dx, dy] = [x - middle.x, y - middle.y]
  return { x: onto.x + dx * cos - dy * sin, y: onto.y + dx * sin + dy * cos }
}

/** The value with half of the weight on either side of it. */
export function weightedMedian(values: { value: number; weight: number }[]) {
  const sorted = values.toSorted((a, b) => a.value - b.value)
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let sum = 0
  for (const { value, weight } of sorted) {
    sum += weight
    if (sum >= half) return value
  }
  return 0
}

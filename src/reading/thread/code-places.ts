import type { Still } from './still.ts'

interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

/** A rectangle of pixels that is as busy as a code. */
export interface Place extends Rectangle {
  /** How far its edges lean from upright, clockwise, in degrees from -45 to 45. */
  lean: number
}

/** Pixels along the side of a cell: two millimetres of a page at 200 dpi. */
const cell = 16
/** Of a code more than this share of pixels lies on an edge; of text, with the paper between its lines, less. */
const busyShare = 0.32
const edge = 24
/**
 * Bars and modules have two directions, letters have all. What agrees on its directions and is busy is likely a
 * code: codes come to 1.2 and more (1.0 where modules are two pixels small), text to 0.8.
 */
const likeness = 1
/** A Data Matrix of eight millimetres. */
const fewestCells = 6
/** A photo or a screened background is busy all over. */
const placesPerPage = 12
/** What is looked at to tell how a place leans. */
const gradientsPerPlace = 50_000
/** More than that is not worth the time: an A4 page at 200 dpi has four million. */
const pixelsPerPage = 2_000_000

/** Where codes could be, the likeliest first. Bars and modules leave hardly a pixel without an edge beside it. */
export function codePlaces(gray: Still): Place[] {
  const columns = Math.ceil(gray.width / cell)
  const rows = Math.ceil(gray.height / cell)
  const busy = groups(smoothed(busyness(gray, columns, rows), columns, rows), columns)
  const likely = busy
    .filter(({ cells }) => cells >= fewestCells)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, placesPerPage)
    .map((group) => {
      const place = around(group, gray)
      const { lean, agreed } = direction(gray, place)
      return { ...place, lean, like: agreed + group.peak }
    })
    .filter(({ like }) => like >= likeness)
    .sort((a, b) => b.like - a.like)
  let pixels = 0
  return united(likely).filter(({ width, height }) => {
    pixels += width * height
    return pixels <= pixelsPerPage
  })
}

/** A code with a quiet middle falls into parts, and so does one drawn with seams. */
function united(places: Place[]): Place[] {
  const whole: Place[] = []
  for (const place of places) {
    const at = whole.findIndex((other) => meet(place, other))
    if (at < 0) whole.push(place)
    else whole[at] = union(whole[at]!, place)
  }
  return whole
}

const meet = (a: Rectangle, b: Rectangle) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height

function union({ lean, ...a }: Place, b: Rectangle): Place {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)]
  const width = Math.max(a.left + a.width, b.left + b.width) - left
  const height = Math.max(a.top + a.height, b.top + b.height) - top
  return { left, top, width, height, lean }
}

/** What smoothing ate, and the quiet zone around it. */
function around({ x0, y0, x1, y1 }: Group, { width, height }: Still): Rectangle {
  const left = Math.max(0, (x0 - 2) * cell)
  const top = Math.max(0, (y0 - 2) * cell)
  return {
    left,
    top,
    width: Math.min(width, (x1 + 3) * cell) - left,
    height: Math.min(height, (y1 + 3) * cell) - top,
  }
}

function busyness({ width, height, data }: Still, columns: number, rows: number) {
  const edges = new Float32Array(columns * rows)
  const seen = new Float32Array(columns * rows)
  for (let y = 2; y < height - 2; y += 3)
    for (let x = 2; x < width - 2; x += 3) {
      const at = y * width + x
      const across = data[at + 1]! - data[at - 1]!
      const down = data[at + width]! - data[at - width]!
      const place = (y >> 4) * columns + (x >> 4)
      seen[place]! += 1
      if (across > edge || across < -edge || down > edge || down < -edge) edges[place]! += 1
    }
  return edges.map((count, i) => count / Math.max(1, seen[i]!))
}

/** Each cell and its neighbours: six millimetres take in a line of text and the paper around it. */
function smoothed(share: Float32Array, columns: number, rows: number) {
  const mean = new Float32Array(share.length)
  for (let y = 1; y < rows - 1; y++)
    for (let x = 1; x < columns - 1; x++) {
      const at = y * columns + x
      let sum = 0
      for (const row of [at - columns, at, at + columns])
        sum += share[row - 1]! + share[row]! + share[row + 1]!
      mean[at] = sum / 9
    }
  return mean
}

interface Group extends Record<'x0' | 'y0' | 'x1' | 'y1', number> {
  cells: number
  /** The share of its busiest cell. */
  peak: number
}

/** Busy cells that touch. */
function groups(share: Float32Array, columns: number) {
  const left = new Set<number>()
  for (const [at, busy] of share.entries()) if (busy >= busyShare) left.add(at)
  const found: Group[] = []
  for (const start of left) {
    const group = { x0: columns, y0: share.length, x1: 0, y1: 0, cells: 0, peak: 0 }
    const queue = [start]
    left.delete(start)
    for (const at of queue) {
      const [x, y] = [at % columns, Math.floor(at / columns)]
      group.x0 = Math.min(group.x0, x)
      group.x1 = Math.max(group.x1, x)
      group.y0 = Math.min(group.y0, y)
      group.y1 = Math.max(group.y1, y)
      group.cells += 1
      group.peak = Math.max(group.peak, share[at]!)
      for (const next of [at - 1, at + 1, at - columns, at + columns]) if (left.delete(next)) queue.push(next)
    }
    found.push(group)
  }
  return found
}

/** The mean of all gradients, quarter turns counted as none: the fourth power of a direction forgets them. */
function direction({ width: stride, data }: Still, { left, top, width, height }: Rectangle) {
  let [real, imaginary, total] = [0, 0, 0]
  const step = Math.max(1, Math.ceil((width * height) / gradientsPerPlace))
  for (let y = top + 1; y < top + height - 1; y += step)
    for (let x = left + 1; x < left + width - 1; x++) {
      const at = y * stride + x
      const falling = data[at + stride + 1]! - data[at - stride - 1]!
      const rising = data[at - stride + 1]! - data[at + stride - 1]!
      const across = falling + rising + 2 * (data[at + 1]! - data[at - 1]!)
      const down = falling - rising + 2 * (data[at + stride]! - data[at - stride]!)
      const strength = across * across + down * down
      if (strength < edge * edge) continue
      // The square of (across + i down), squared again; divided once, strong edges don't count for all.
      const [a, b] = [across * across - down * down, 2 * across * down]
      real += (a * a - b * b) / strength
      imaginary += (2 * a * b) / strength
      total += strength
    }
  return {
    lean: (Math.atan2(imaginary, real) / 4) * (180 / Math.PI),
    agreed: Math.hypot(real, imaginary) / Math.max(1, total),
  }
}

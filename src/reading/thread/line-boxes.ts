import { type Line, nearest, weightedMedian } from './line.ts'

/** The network's own threshold of a pixel, and how sure of a patch as a whole it has to be; 0-255. */
const pixelThreshold = 77
const patchThreshold = 140
const leastPixels = 10
const leastHeight = 2.5
/** The network sees the core of a line; type reaches beyond it by this share of the core's area over its outline. */
const unclip = 1.4
/** Readers want some paper above and below the line. */
const paper = 1.15
/** Shorter patches lie as the page does: their own direction is chance. */
const leastElongation = 2.5
/** More lines than any page that is read by people. */
const linesPerPage = 2_000

interface Patch {
  pixels: Int32Array
  sure: number
}

/** The patches of a text map as boxes along their own direction, reaching around the type. */
export function lineBoxes(map: Uint8Array, width: number, height: number): Line[] {
  const patches = findPatches(map, width, height).filter(
    ({ sure, pixels }) => sure >= patchThreshold && pixels.length >= leastPixels,
  )
  const boxes = patches.map(({ pixels }) => boxAlong(pixels, width, direction(pixels, width)))
  const lie = lieOf(boxes)
  return boxes
    .map((box, i) =>
      box.length < leastElongation * box.height ? boxAlong(patches[i]!.pixels, width, nearest(lie, 0)) : box,
    )
    .filter((box) => box.height >= leastHeight)
    .map(unclipped)
    .slice(0, linesPerPage)
}

/** The direction most of a page's text lies in, up to half a turn. */
export function lieOf(lines: Line[]) {
  const long = lines.filter((line) => line.length >= leastElongation * line.height)
  const steep = (line: Line) => Math.abs(Math.sin(line.angle)) > Math.SQRT1_2
  const weight = (some: Line[]) => some.reduce((sum, line) => sum + line.length, 0)
  const upended = long.filter(steep)
  const axis = weight(upended) > weight(long) / 2 ? Math.PI / 2 : 0
  const along = axis ? upended : long.filter((line) => !steep(line))
  return weightedMedian(along.map((line) => ({ value: nearest(line.angle, axis), weight: line.length })))
}

function findPatches(map: Uint8Array, width: number, height: number): Patch[] {
  const seen = new Uint8Array(map.length)
  const queue = new Int32Array(map.length)
  const patches: Patch[] = []
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start]! < pixelThreshold) continue
    let length = 1
    let sum = 0
    queue[0] = start
    seen[start] = 1
    for (let next = 0; next < length; next++) {
      const at = queue[next]!
      sum += map[at]!
      const x = at % width
      const y = (at - x) / width
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const near = ny * width + nx
          if (seen[near] || map[near]! < pixelThreshold) continue
          seen[near] = 1
          queue[length++] = near
        }
      }
    }
    patches.push({ pixels: queue.slice(0, length), sure: sum / length })
  }
  return patches
}

/** The direction of the longer axis of the ellipse with the same second moments. */
function direction(pixels: Int32Array, width: number) {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0]
  for (const at of pixels) {
    const x = at % width
    const y = (at - x) / width
    sx += x
    sy += y
    sxx += x * x
    syy += y * y
    sxy += x * y
  }
  const n = pixels.length
  const [mx, my] = [sx / n, sy / n]
  return Math.atan2(2 * (sxy / n - mx * my), sxx / n - mx * mx - (syy / n - my * my)) / 2
}

function boxAlong(pixels: Int32Array, width: number, angle: number): Line {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const at of pixels) {
    const x = at % width
    const y = (at - x) / width
    const along = x * cos + y * sin
    const across = y * cos - x * sin
    if (along < left) left = along
    if (along > right) right = along
    if (across < top) top = across
    if (across > bottom) bottom = across
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2]
  return {
    x: along * cos - across * sin + 0.5,
    y: along * sin + across * cos + 0.5,
    length: right - left + 1,
    height: bottom - top + 1,
    angle,
  }
}

function unclipped(box: Line): Line {
  const around = (box.length * box.height * unclip) / (box.length + box.height)
  return { ...box, length: box.length + around, height: (box.height + around) * paper }
}

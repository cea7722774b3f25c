import type { ReadLine } from './language-nets.ts'
import { type Line, longest, nearest } from './line.ts'
import type { Still } from './still.ts'

/** So many of the longest lines tell which way is up. */
const asked = 8
/** Letters on their heads are never read so well: the mean of a letter comes to 0.86 at the most. */
const readWell = 0.9

/** The lines with their directions all the way their letters stand. */
export async function setUpright(page: Still, lines: Line[], lie: number, read: ReadLine) {
  const straight = lines.map((line) => ({ ...line, angle: nearest(line.angle, lie) }))
  const some = longest(straight, asked)
  const upright = await legibility(page, some, read)
  const turn = upright < readWell && (await legibility(page, flipped(some), read)) > upright
  return turn ? { lines: flipped(straight), lie: lie + Math.PI } : { lines: straight, lie }
}

const flipped = (lines: Line[]) => lines.map((line) => ({ ...line, angle: line.angle + Math.PI }))

/** How well the letters of some lines are read, 0-1. */
async function legibility(page: Still, lines: Line[], read: ReadLine) {
  let [sum, count] = [0, 0]
  for (const line of lines)
    for (const { text, confidence } of await read(page, line)) {
      if (text === ' ') continue
      sum += confidence
      count += 1
    }
  return sum / Math.max(1, count)
}

import { type Line, nearest } from './line.ts'
import { lineHeight, readLines } from './line-canvas.ts'
import { model } from './models.ts'
import type { Still } from './still.ts'
import { straighten } from './straighten.ts'
import type { Recognise } from './tesseract.ts'

const [turnerWidth, turnerHeight] = [192, 48]
const asked = 15
/** The network is asked first, for it costs little; what it doubts is read both ways. */
const doubtful = 0.35
const readBothWays = 6
const [readWell, readBadly] = [0.75, 0.4]

/** The lines with their directions all the way their letters stand. */
export async function setUpright(page: Still, lines: Line[], lie: number, read: Recognise) {
  const straight = lines.map((line) => ({ ...line, angle: nearest(line.angle, lie) }))
  const longest = straight.toSorted((a, b) => b.length / b.height - a.length / a.height).slice(0, asked)
  if (!longest.length || (await upsideDown(page, longest)) < doubtful) return { lines: straight, lie }
  const some = longest.slice(0, readBothWays)
  const other = confidenceOf(flipped(some), page, read)
  // Letters on their heads are never read well: the second reading is for what is read badly both ways.
  const turn = other > readWell || (other > readBadly && other > confidenceOf(some, page, read))
  return turn ? { lines: flipped(straight), lie: lie + Math.PI } : { lines: straight, lie }
}

const flipped = (lines: Line[]) => lines.map((line) => ({ ...line, angle: line.angle + Math.PI }))

/** How likely the lines stand on their heads, 0-1. */
async function upsideDown(page: Still, lines: Line[]) {
  const turner = await model('turner')
  let sum = 0
  for (const line of lines) {
    const { data, width } = straighten(page, line, turnerHeight)
    const input = new Float32Array(3 * turnerHeight * turnerWidth)
    const shown = Math.min(width, turnerWidth)
    for (let y = 0; y < turnerHeight; y++)
      for (let x = 0; x < shown; x++) {
        const value = data[y * width + x]! / 127.5 - 1
        for (let channel = 0; channel < 3; channel++)
          input[(channel * turnerHeight + y) * turnerWidth + x] = value
      }
    const seen = await turner({ data: input, dims: [1, 3, turnerHeight, turnerWidth] })
    sum += seen.data[1]!
  }
  return sum / lines.length
}

/** How well the letters of some lines are read, 0-1. */
function confidenceOf(lines: Line[], page: Still, read: Recognise) {
  const straight = lines.map((line) => straighten(page, line, lineHeight))
  const words = readLines(straight, read).flat()
  const letters = words.reduce((sum, word) => sum + word.text.length, 0)
  return words.reduce((sum, word) => sum + word.text.length * word.confidence, 0) / Math.max(1, letters)
}

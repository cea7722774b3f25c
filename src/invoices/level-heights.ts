import type { PageOfWords, Word } from '../invoices/words.ts'

/** How the lines of a page lean: a scan lies askew, and in a photo the nearer edge leans more. */
interface Lean {
  slope: number
  /** How much the slope grows from the top of the page to its bottom. */
  spread: number
}

/** So many words tell a page's lean; all of a dense one would take longer and say the same. */
const sampled = 500
const fewest = 8
/** Neighbours on a line lean as the page does, give or take their own unevenness; without any it may be more. */
const fewestPairs = 6
const uneven = 0.05
const unknown = 0.1
const steepest = 0.4

const level: Lean = { slope: 0, spread: 0 }
const middle = ({ box }: Word) => (box[1] + box[3]) / 2
const height = ({ box }: Word) => box[3] - box[1]

/** How high each word would stand if the page lay straight, in heights of the page. */
export function levelHeights(words: Word[], page: PageOfWords): number[] {
  const tall = page.height / page.width || 1
  const { slope, spread } = leanOf(words, tall)
  return words.map((word) => straight(middle(word), across(word), slope / tall, spread / tall))
}

const across = ({ box }: Word) => (box[0] + box[2]) / 2 - 0.5
const straight = (y: number, x: number, slope: number, spread: number) => y - x * (slope + spread * (y - 0.5))

/** The lean under which most words stand at one height with others. */
function leanOf(words: Word[], tall: number): Lean {
  const every = Math.ceil(words.length / sampled)
  const some = words.filter((_, i) => i % every === 0)
  if (some.length < fewest) return level
  const heights = some.map(height).sort((a, b) => a - b)
  const bin = Math.max(0.001, heights[heights.length >> 1]! / 3)
  const sharpness = sharpnessOf(Float64Array.from(some, across), Float64Array.from(some, middle), tall, bin)
  // Without the handicap, noise would tilt pages that lie straight.
  let best = { lean: level, score: sharpness(level) * 1.03 }
  const consider = (lean: Lean, handicap = 1) => {
    const score = sharpness(lean) / handicap
    if (score > best.score) best = { lean, score }
  }
  const step = 2 * bin * tall
  const usual = slopeOfNeighbours(words, tall)
  const from = usual ?? 0
  consider({ slope: from, spread: 0 })
  for (let off = step; off <= (usual === null ? unknown : uneven); off += step)
    for (const side of [-1, 1]) consider({ slope: from + side * off, spread: 0 })
  for (const part of [0.5, 0.25, 0.125])
    for (const side of [-1, 1]) consider({ ...best.lean, slope: best.lean.slope + side * part * step })
  const { slope } = best.lean
  for (const spread of [-6, -4, -2, -1, 1, 2, 4, 6])
    for (const part of [-0.25, 0, 0.25])
      consider({ slope: slope + part * step, spread: spread * step }, 1 + Math.abs(spread) * 0.005)
  return best.lean
}

/** The median slope from a word to the next one on its line. */
function slopeOfNeighbours(words: Word[], tall: number): number | null {
  const slopes: number[] = []
  for (let i = 1; i < words.length && slopes.length < sampled; i++) {
    const [before, word] = [words[i - 1]!, words[i]!]
    const em = height(before) * tall
    const gap = word.box[0] - before.box[2]
    const down = (middle(word) - middle(before)) * tall
    if (gap > -em && gap < 3 * em && Math.abs(down) < 0.7 * em)
      slopes.push(down / (across(word) - across(before)))
  }
  const known = slopes.filter((slope) => Math.abs(slope) < steepest).sort((a, b) => a - b)
  return known.length < fewestPairs ? null : known[known.length >> 1]!
}

const margin = 0.3

/** Words heaped at few heights score high, words strewn evenly low. */
function sharpnessOf(xs: Float64Array, ys: Float64Array, tall: number, bin: number): (lean: Lean) => number {
  const heaps = new Float64Array(Math.ceil((1 + 2 * margin) / bin) + 2)
  return ({ slope, spread }) => {
    heaps.fill(0)
    for (let i = 0; i < xs.length; i++) {
      const y = straight(ys[i]!, xs[i]!, slope / tall, spread / tall)
      const at = (Math.min(1 + margin, Math.max(-margin, y)) + margin) / bin
      const below = Math.floor(at)
      heaps[below]! += below + 1 - at
      heaps[below + 1]! += at - below
    }
    let sum = 0
    for (let i = 0; i < heaps.length; i++) sum += heaps[i]! * heaps[i]!
    return sum
  }
}

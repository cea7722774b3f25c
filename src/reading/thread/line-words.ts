import { inWords, type Letter } from './letters.ts'
import { confidenceOf, isJunk, type SeenWord } from './seen-word.ts'
import type { Still } from './still.ts'

/** Pixels darker than this are ink on a line that was stretched from black to white. */
const dark = 150
/** What reaches in from the lines above and below is no ink of this one. */
const edgeShare = 0.12
/** No letter reaches further from its middle than this, for the height of a line. */
const reach = 0.6
/** Words end where more columns are blank; a letter is no narrower than twice the least. */
const blankColumns = 3
const leastHalf = 3

/** The letters of a line as words, each in a box around its ink. */
export function wordsOfLine(letters: Letter[], line: Still, columns: Uint16Array): SeenWord[] {
  const words = inWords(letters)
  return words
    .map((word, i) => {
      const { x: first } = word[0]!
      const { x: last } = word.at(-1)!
      const before = words[i - 1]?.at(-1)?.x ?? 0
      const after = words[i + 1]?.[0]?.x ?? line.width
      const limits = [
        Math.max((before + first) / 2, first - reach * line.height),
        Math.min((last + after) / 2, last + reach * line.height),
      ] as const
      const [left, right] = [edgeOfInk(columns, first, -1, limits[0]), edgeOfInk(columns, last, 1, limits[1])]
      const text = word.map(({ text }) => text).join('')
      return { text, confidence: confidenceOf(word), left, right, ...rowsOfInk(line, left, right) }
    })
    .filter((word) => !isJunk(word))
}

/** How much ink there is in each column of a line. */
export function columnsOfInk({ data, width, height }: Still) {
  const columns = new Uint16Array(width)
  const edge = Math.round(height * edgeShare)
  for (let y = edge; y < height - edge; y++)
    for (let x = 0; x < width; x++) if (data[y * width + x]! < dark) columns[x]! += 1
  return columns
}

/** Where the ink around a place ends, going one way; `limit` at the latest. */
function edgeOfInk(columns: Uint16Array, from: number, step: 1 | -1, limit: number) {
  let edge = from + step * leastHalf
  let blank = 0
  for (let x = Math.round(from); step > 0 ? x < limit : x >= limit; x += step) {
    if (columns[x]) {
      edge = x + (step > 0 ? 1 : 0)
      blank = 0
    } else if (++blank > blankColumns) break
  }
  return edge
}

/** The rows of a line that have ink between two columns. */
function rowsOfInk({ data, width, height }: Still, left: number, right: number) {
  const edge = Math.round(height * edgeShare)
  const [from, to] = [Math.max(0, Math.floor(left)), Math.min(width, Math.ceil(right))]
  let [top, bottom] = [height, 0]
  for (let y = edge; y < height - edge; y++)
    if (data.subarray(y * width + from, y * width + to).some((gray) => gray < dark)) {
      top = Math.min(top, y)
      bottom = y + 1
    }
  return bottom ? { top, bottom } : { top: edge, bottom: height - edge }
}

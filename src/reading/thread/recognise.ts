import type { Upright, Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { findLines } from './detector.ts'
import { engine } from './engine.ts'
import { languagesOf, languagesThere } from './languages.ts'
import { type Line, nearest, radians } from './line.ts'
import { lieOf } from './line-boxes.ts'
import { inRows, wordsOnPage } from './page-words.ts'
import { readLines } from './read-lines.ts'
import { oneByOne } from './side-by-side.ts'
import type { Still } from './still.ts'
import { setUpright } from './upright.ts'
import { wear } from './wear.ts'
import { readWholePage } from './whole-page.ts'

/** Lines that lie further askew than this are found badly: the page is looked at turned back. */
const askew = radians(12)
const mostLooks = 3
/** Tesseract counts pixels in 16 bits. */
const longestSide = 32_767

/** The words seen in gray pixels, in reading order, on the page as it stands upright. */
export async function recognise(gray: Still, settings: ThreadSettings): Promise<Upright & { words: Word[] }> {
  if (Math.max(gray.width, gray.height) > longestSide)
    throw new ReadingError('too-large', 'The page is hundreds of times longer than it is wide.')
  wear.recognisedPages += 1
  const languages = await languagesThere(settings)
  if (!languages) return { words: readWholePage(gray, await engine(settings)), turn: 0 }
  const found = await linesOf(gray)
  if (!found.lines.length) return { words: [], turn: 0 }
  const { lines, lie } = await setUpright(gray, found.lines, found.lie, languages.local[0]!)
  const inOrder = inRows(lines, lie)
  const read = await languagesOf(gray, inOrder, languages)
  const seen = await readLines(gray, inOrder, read)
  const apart = oneByOne(
    inOrder.map((line, i) => ({ line, words: seen[i]! })),
    lie,
  )
  const [ordered, words] = [apart.map(({ line }) => line), apart.map(({ words }) => words)]
  return wordsOnPage(gray, ordered, words, lie)
}

/** The lines of a page, looked at the way most of them lie. */
async function linesOf(gray: Still) {
  let tilt = 0
  const isAskew = (lines: Line[]) => Math.abs(nearest(lieOf(lines), tilt) - tilt) > askew
  let lines = await findLines(gray, tilt, isAskew)
  for (let looks = 1; looks < mostLooks && isAskew(lines); looks++) {
    tilt = lieOf(lines)
    lines = await findLines(gray, tilt)
  }
  return { lines, lie: lieOf(lines) }
}

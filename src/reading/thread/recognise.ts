import type { Turn, Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { findLines } from './detector.ts'
import { engine } from './engine.ts'
import { type Line, radians } from './line.ts'
import { lieOf } from './line-boxes.ts'
import { lineHeight, readLines } from './line-canvas.ts'
import { areModelsThere } from './models.ts'
import { inRows, wordsOnPage } from './page-words.ts'
import { recogniserHeight } from './recogniser.ts'
import { lookAgain, weak } from './second-look.ts'
import type { Still } from './still.ts'
import { straighten } from './straighten.ts'
import type { Recognise } from './tesseract.ts'
import { meanConfidence } from './tesseract-words.ts'
import { setUpright } from './upright.ts'
import { wear } from './wear.ts'
import { readWholePage } from './whole-page.ts'

/** Lines that lie further askew than this are found badly: the page is looked at turned back. */
const askew = radians(12)
/** Tesseract counts pixels in 16 bits. */
const longestSide = 32_767

/** The words seen in gray pixels, in reading order, on the page as it stands upright. */
export async function recognise(
  gray: Still,
  settings: ThreadSettings,
): Promise<{ words: Word[]; turn: Turn }> {
  if (Math.max(gray.width, gray.height) > longestSide)
    throw new ReadingError('too-large', 'The page is hundreds of times longer than it is wide.')
  const read = await engine(settings)
  wear.recognisedPages += 1
  if (!(await areModelsThere())) return { words: readWholePage(gray, read), turn: 0 }
  const found = await linesOf(gray)
  if (!found.lines.length) return { words: [], turn: 0 }
  const { lines, lie } = await setUpright(gray, found.lines, found.lie, read)
  const inOrder = inRows(lines, lie)
  return wordsOnPage(gray, inOrder, await readTwice(gray, inOrder, read), lie)
}

async function linesOf(gray: Still) {
  const found = await findLines(gray)
  const tilt = lieOf(found)
  const lines = Math.abs(tilt) > askew ? await findLines(gray, tilt) : found
  return { lines, lie: lieOf(lines) }
}

/** One reader knows our languages, the other sees digits on poor paper. */
async function readTwice(gray: Still, lines: Line[], read: Recognise) {
  const seen = readLines(
    lines.map((line) => straighten(gray, line, lineHeight)),
    read,
  )
  for (const [i, words] of seen.entries()) {
    if (meanConfidence(words) >= weak) continue
    seen[i] = (await lookAgain(straighten(gray, lines[i]!, recogniserHeight), words)) ?? words
  }
  return seen
}

import type { Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { languageData } from './language-data.ts'
import type { Still } from './still.ts'
import { type Layout, startTesseract } from './tesseract.ts'
import { wear } from './wear.ts'

let tesseract: ReturnType<typeof startTesseract> | undefined

/** Below this mean confidence the page may have been taken apart the wrong way. */
const doubtful = 0.65
/** Tesseract counts pixels in 16 bits. */
const longestSide = 32_767

/**
 * The words seen in gray pixels, in the engine's reading order. One block of lines reads receipts and photos
 * far better than looking for blocks, which drops whole columns, and a page as well; only blocks find the lines
 * of a page lying on its side.
 */
export async function recognise(gray: Still, settings: ThreadSettings): Promise<Word[]> {
  tesseract ??= startTesseract({
    spa: languageData('spa', settings.tessdataDir),
    eng: languageData('eng', settings.tessdataDir),
  })
  if (Math.max(gray.width, gray.height) > longestSide)
    throw new ReadingError('too-large', 'The page is hundreds of times longer than it is wide.')
  const read = await tesseract
  wear.recognisedPages += 1
  const [first, second]: Layout[] = gray.width > gray.height ? ['blocks', 'lines'] : ['lines', 'blocks']
  const words = wordsOf(read(gray, first!), gray)
  if (meanConfidence(words) >= doubtful) return words
  const others = wordsOf(read(gray, second!), gray)
  return seen(others) > seen(words) ? others : words
}

const meanConfidence = (words: Word[]) =>
  words.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, words.length)
const seen = (words: Word[]) =>
  words.reduce((sum, word) => sum + (word.confidence >= 0.6 ? word.text.length - 1 : 0), 0)

const wordRow = '5'

function wordsOf(table: string, { width, height }: Still): Word[] {
  return table.split('\n').flatMap((row) => {
    const cells = row.split('\t')
    const [left = 0, top = 0, wide = 0, high = 0, percent = 0] = cells.slice(6, 11).map(Number)
    const text = cells[11]?.trim()
    if (cells[0] !== wordRow || !text) return []
    const confidence = Math.min(1, Math.max(0, percent / 100))
    if (isJunk(text, confidence)) return []
    return {
      text,
      box: [left / width, top / height, (left + wide) / width, (top + high) / height],
      confidence,
    }
  })
}

/** Rules, folds and dirt are read as strokes; what is left of a word is let through only when it is seen well. */
function isJunk(text: string, confidence: number) {
  if (!/[\p{L}\p{N}€$£%]/u.test(text)) return confidence < 0.6 || /^[|_—~=«»‘’"“”.,:;'`\\/<>-]+$/.test(text)
  return confidence < (text.length < 3 && !/\d/.test(text) ? 0.3 : 0.1)
}

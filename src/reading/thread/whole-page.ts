import type { Word } from '../../invoices/words.ts'
import { meanConfidence } from './seen-word.ts'
import type { Still } from './still.ts'
import type { Layout, Recognise } from './tesseract.ts'
import { tesseractWords } from './tesseract-words.ts'

/** Below this mean confidence the page may have been taken apart the wrong way. */
const doubtful = 0.65

/**
 * The words of a page by Tesseract alone, where the networks that find lines can't be loaded. One block of lines
 * reads receipts and photos far better than looking for blocks, which drops whole columns, and a page as well;
 * only blocks find the lines of a page lying on its side.
 */
export function readWholePage(gray: Still, read: Recognise): Word[] {
  const [first, second]: Layout[] = gray.width > gray.height ? ['blocks', 'lines'] : ['lines', 'blocks']
  const words = wordsOf(read(gray, first!), gray)
  if (meanConfidence(words) >= doubtful) return words
  const others = wordsOf(read(gray, second!), gray)
  return seen(others) > seen(words) ? others : words
}

const seen = (words: Word[]) =>
  words.reduce((sum, word) => sum + (word.confidence >= 0.6 ? word.text.length - 1 : 0), 0)

const wordsOf = (table: string, { width, height }: Still): Word[] =>
  tesseractWords(table).map(({ text, confidence, left, top, right, bottom }) => ({
    text,
    box: [left / width, top / height, right / width, bottom / height],
    confidence,
  }))

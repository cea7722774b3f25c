import { rowsOf } from '../invoices/rows-of-words.ts'
import type { PageOfWords, Word } from '../invoices/words.ts'
import { unstack } from './join-captures.ts'

/**
 * Pages that show several captures of one paper, each line of it once. What stays is where it was, so that a value still
 * points at its place in the picture.
 */
export function withoutRepeats(pages: PageOfWords[]): PageOfWords[] {
  const rows = pages.flatMap((page) => rowsOf(page, page.words.filter(isReadable)))
  const texts = rows.map((words) => words.map(({ text }) => text).join(' '))
  const kept = new Set<Word>(unstack(texts).flatMap((row) => rows[row]!))
  return pages.map((page) => ({ ...page, words: page.words.filter((word) => kept.has(word)) }))
}

const isReadable = ({ text, box }: Word) => text.trim() !== '' && box.every(Number.isFinite)

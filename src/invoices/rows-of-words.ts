import { levelHeights } from './level-heights.ts'
import type { PageOfWords, Word } from './words.ts'

const height = ({ box }: Word) => box[3] - box[1]

/**
 * The words that stand on one height of a page, each row left to right, the rows top to bottom. Reading order won't do: it
 * runs down columns first, and tears "Total" from its amount.
 */
export function rowsOf(page: PageOfWords, words: Word[]): Word[][] {
  const rows: { y: number; height: number; words: Word[] }[] = []
  const heights = levelHeights(words, page)
  const standing = words.map((word, i) => ({ word, at: heights[i]! })).sort((a, b) => a.at - b.at)
  for (const { word, at } of standing) {
    const row = rows
      .slice(-3)
      .find(({ y, height: tall }) => Math.abs(at - y) <= Math.min(tall, height(word)) * 0.5)
    if (!row) {
      rows.push({ y: at, height: height(word), words: [word] })
      continue
    }
    row.words.push(word)
    row.y += (at - row.y) / row.words.length
    row.height += (height(word) - row.height) / row.words.length
  }
  return rows.map((row) => row.words.sort((a, b) => a.box[0] - b.box[0]))
}

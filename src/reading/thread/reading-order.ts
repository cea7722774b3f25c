import type { Word } from '../../invoices/words.ts'
import { columnsOf, type Line } from './columns.ts'

/** A page of more lines is a register: nothing but rows. */
const mostLines = 600

/**
 * Lines top to bottom, words left to right; blocks of prose side by side one after the other. `tall` is the
 * page's height over its width.
 */
export function inReadingOrder(words: Word[], tall: number): Word[] {
  const lines = inLines(words, tall)
  if (lines.length > mostLines) return lines.flatMap((line) => line.words)
  const ordered: Word[] = []
  for (let at = 0; at < lines.length; ) {
    const { columns, count } = columnsOf(lines, at, tall) ?? { columns: [lines[at]!.words], count: 1 }
    for (const column of columns)
      ordered.push(...(count > 1 ? inLines(column, tall).flatMap((line) => line.words) : column))
    at += count
  }
  return ordered
}

function inLines(words: Word[], tall: number): Line[] {
  const middle = ({ box }: Word) => ((box[1] + box[3]) / 2) * tall
  const size = ({ box }: Word) => Math.min((box[3] - box[1]) * tall, box[2] - box[0])
  const lines: Line[] = []
  for (const word of words.toSorted((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1)
    if (line && middle(word) - line.y < Math.min(line.size, size(word)) / 2) {
      line.words.push(word)
      line.y += (middle(word) - line.y) / line.words.length
      line.size = Math.max(line.size, size(word))
    } else lines.push({ y: middle(word), size: size(word), words: [word] })
  }
  for (const line of lines) line.words.sort((a, b) => a.box[0] - b.box[0])
  return lines
}

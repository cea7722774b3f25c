import type { Word } from '../../invoices/words.ts'

/** Lines top to bottom, words left to right. `tall` is the page's height over its width. */
export function inReadingOrder(words: Word[], tall: number): Word[] {
  const middle = ({ box }: Word) => ((box[1] + box[3]) / 2) * tall
  const size = ({ box }: Word) => Math.min((box[3] - box[1]) * tall, box[2] - box[0])
  const lines: { y: number; size: number; words: Word[] }[] = []
  for (const word of words.toSorted((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1)
    if (line && middle(word) - line.y < Math.min(line.size, size(word)) / 2) {
      line.words.push(word)
      line.y += (middle(word) - line.y) / line.words.length
      line.size = Math.max(line.size, size(word))
    } else lines.push({ y: middle(word), size: size(word), words: [word] })
  }
  return lines.flatMap((line) => line.words.sort((a, b) => a.box[0] - b.box[0]))
}

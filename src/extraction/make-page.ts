import type { PageOfWords, Word } from '../invoices/words.ts'

const columns = 100
const pitch = 0.014
const height = 0.0094

/** Where the nth character of the nth line of a made page begins. */
export const placeOf = (line: number, column: number): [number, number] => [
  column / columns,
  0.03 + line * pitch,
]

/** A page for tests, drawn as text: one blank is a blank, three or more begin a new column. */
export function makePage(drawing: string, more: Partial<PageOfWords> = {}): PageOfWords {
  const lines = drawing.replace(/^\n|\n\s*$/g, '').split('\n')
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)))
  const words: Word[] = lines.flatMap((line, at) =>
    [...line.matchAll(/\S+/g)].map((match) => {
      const [x, y] = placeOf(at, match.index - indent)
      // A blank of a printed font is narrower than a letter.
      return { text: match[0], box: [x, y, x + (match[0].length + 0.6) / columns, y + height], confidence: 1 }
    }),
  )
  return { page: 1, width: 600, height: 800, source: 'text', turn: 0, words, codes: [], ...more }
}

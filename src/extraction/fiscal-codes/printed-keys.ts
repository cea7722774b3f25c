import { type Line, type Span, unionOf, wordsOf } from '../text-lines.ts'
import { keyCharacters, readBrazilianKey } from './brazil-key.ts'
import { accessKeyDigits, readEcuadorianKey } from './ecuador-key.ts'
import type { Reading } from './fiscal-code.ts'
import { cufeCharacters, readPanamaCufe } from './panama-cufe.ts'
import { cdcDigits, readParaguayanKey } from './paraguay-key.ts'

/** Keys that pages also print, in one piece, in groups, or torn over lines. */
const keys = [
  { length: cufeCharacters, begins: /^FE[\dO]/i, continues: /^[\dA-Z-]+$/i, read: readPanamaCufe },
  {
    length: keyCharacters,
    begins: /^(?:NFe|CTe|MDFe)?\d{2,}/i,
    continues: /^[\dA-Z.-]+$/i,
    read: readBrazilianKey,
  },
  { length: accessKeyDigits, begins: /^\d{4,}/, continues: /^\d+$/, read: readEcuadorianKey },
  { length: cdcDigits, begins: /^0[1-8]\d{2,}/, continues: /^\d+$/, read: readParaguayanKey },
]
/** A key in groups of four, the last of them torn over a line. */
const mostWords = 14
const mostLines = 3

export interface PrintedKey {
  reading: Reading
  spans: Span[]
}

/** Keys printed as text whose check digit holds: without that, digits in a row are no key. */
export function printedKeys(lines: Line[]): PrintedKey[] {
  const found: PrintedKey[] = []
  lines.forEach((line, at) => {
    const texts = line.words.map(({ text }) => text)
    for (const key of keys) {
      const from = texts.findIndex((text) => key.begins.test(text) && text.length <= key.length + 8)
      if (from < 0) continue
      const block = lines.slice(at, at + mostLines).filter(({ page }) => page === line.page)
      const starts = texts
        .slice(from, from + mostWords)
        .map((text, i) => (key.begins.test(text) ? from + i : -1))
      for (const start of starts.filter((index) => index >= 0)) {
        const printed = readFrom(block, start, key)
        if (!printed) continue
        found.push(printed)
        break
      }
    }
  })
  return found
}

/** Joins the words from here on, and those that stand below them, until the key is whole. */
function readFrom(block: Line[], start: number, key: (typeof keys)[number]): PrintedKey | null {
  const spans: Span[] = []
  let text = ''
  for (const line of block) {
    const from = spans[0] ? firstBelow(spans[0], line) : start
    for (let to = from; to < Math.min(line.words.length, from + mostWords); to++) {
      if (!key.continues.test(line.words[to]!.text)) break
      text = bare(text + line.words[to]!.text)
      if (text.length > key.length) return null
      spans[spans.length - (to === from ? 0 : 1)] = { line, from, to: to + 1 }
      if (text.length < key.length) continue
      const reading = [text, mended(text)].map(key.read).find((read) => read?.verification === 'ok')
      return reading ? { reading, spans } : null
    }
    if (spans.at(-1)?.line !== line) return null
  }
  return null
}

/** The first word that stands under these. */
function firstBelow(span: Span, line: Line): number {
  const [left, , right] = unionOf(wordsOf(span))
  const at = line.words.findIndex(({ box }) => box[2] > left && box[0] < right)
  return at < 0 ? line.words.length : at
}

const bare = (text: string) => text.replace(/^(?:NFe|CTe|MDFe)/i, '').replaceAll('.', '')
/** OCR takes a zero for the letter. */
const mended = (text: string) => text.replace(/O/gi, '0')

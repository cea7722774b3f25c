import { rowsOf } from '../invoices/rows-of-words.ts'
import type { Box, PageOfWords, Word } from '../invoices/words.ts'
import { limits } from './limits.ts'
import { closedUp } from './spaced-letters.ts'
import { partTurned } from './turned-words.ts'

/** Words that stand on one height of a page, left to right. */
export interface Line {
  page: number
  source: PageOfWords['source']
  words: Word[]
  /** Lower case, without accents, one blank between words: what labels are looked for in. */
  plain: string
  /** Where each word begins in `plain`. */
  starts: number[]
  box: Box
  /** A letter's height in units of the page's width, to measure gaps with. */
  em: number
}

/** A stretch of words of one line: from, to exclusive. */
export interface Span {
  line: Line
  from: number
  to: number
}

const marks: [RegExp, string][] = [
  [/[\u0300-\u036f\u200b-\u200f\u202a-\u202e\ufeff]/g, ''],
  [/[ºª°]/g, 'o'],
  [/ß/g, 'ss'],
  [/[’´`]/g, "'"],
]

export const fold = (text: string): string =>
  marks.reduce((folded, [mark, plain]) => folded.replace(mark, plain), text.normalize('NFD')).toLowerCase()

const pagesToRead = (pages: PageOfWords[]) =>
  pages.length <= limits.firstPages + limits.lastPages
    ? pages
    : [...pages.slice(0, limits.firstPages), ...pages.slice(-limits.lastPages)]

/** The lines of a document's first and last pages, top to bottom; below each page's what is turned against them. */
export function linesOf(pages: PageOfWords[]): Line[] {
  return pagesToRead(pages).flatMap((page) => {
    const { upright, turned } = partTurned(page, page.words.slice(0, limits.wordsPerPage).filter(isReadable))
    return [
      ...rowsOf(page, upright.flatMap(unglued)).map((words) => lineOf(page, closedUp(words))),
      ...turned.map((words) => ({ ...lineOf(page, words), em: across(words[0]!) })),
    ]
  })
}

const across = ({ box }: Word) => box[2] - box[0]

const isReadable = ({ text, box }: Word) =>
  text.trim() !== '' && box.every(Number.isFinite) && box[2] >= box[0] && box[3] >= box[1]

const glued = /^(\p{L}[\p{L}./°º]{1,20}:)(?!\/\/)(?=\D{0,40}\d)(\S{1,40})$/u

const counted = /^(\d{1,9}[.,]\d{2})(\p{L}{3,20}\.?)$/u
const rated = /^(\p{L}{2,20}\.?)(\d{1,2}(?:[.,]\d{1,2})?%\)?)$/u

/**
 * "Total:45,00" is a label and its value, "12,00Units" a number and its unit, "IVA21%" a tax and its rate; each gets the part
 * of the box its letters take.
 */
function unglued(word: Word): Word[] {
  const parts = glued.exec(word.text) ?? counted.exec(word.text) ?? rated.exec(word.text)
  if (!parts) return [word]
  const [x0, y0, x1, y1] = word.box
  const middle = x0 + ((x1 - x0) * parts[1]!.length) / word.text.length
  return [
    { ...word, text: parts[1]!, box: [x0, y0, middle, y1] },
    { ...word, text: parts[2]!, box: [middle, y0, x1, y1] },
  ]
}

const height = ({ box }: Word) => box[3] - box[1]

/** The lines of a table, taken for signs. */
const ruled = /^[_|]{1,9}(?=\p{L})|(?<=\p{L})[_|]{1,9}$/gu

function lineOf(page: PageOfWords, words: Word[]): Line {
  const starts: number[] = []
  let plain = ''
  for (const word of words) {
    if (plain) plain += ' '
    starts.push(plain.length)
    plain += fold(word.text.slice(0, limits.wordCharacters)).trim().replace(ruled, '')
  }
  const heights = words.map(height).sort((a, b) => a - b)
  const em = (heights[heights.length >> 1]! * page.height) / (page.width || 1)
  return {
    page: page.page,
    source: page.source,
    words,
    plain: plain.slice(0, limits.lineCharacters),
    starts,
    box: unionOf(words),
    em: Number.isFinite(em) && em > 0 ? em : 0.01,
  }
}

export const unionOf = (words: Word[]): Box => [
  Math.min(...words.map((word) => word.box[0])),
  Math.min(...words.map((word) => word.box[1])),
  Math.max(...words.map((word) => word.box[2])),
  Math.max(...words.map((word) => word.box[3])),
]

export const wordsOf = ({ line, from, to }: Span): Word[] => line.words.slice(from, to)

export const textOf = (span: Span): string =>
  wordsOf(span)
    .map((word) => word.text.slice(0, limits.wordCharacters).trim())
    .join(' ')

/** The words that a stretch of `plain` touches. */
export function spanAt(line: Line, start: number, length: number): Span {
  const end = start + length
  const from = line.starts.findLastIndex((position) => position <= start)
  const next = line.starts.findIndex((position) => position >= end)
  return { line, from: Math.max(from, 0), to: next === -1 ? line.words.length : Math.max(next, from + 1) }
}

/** The cells of a line: what stands closer together than a letter and a half is one. */
export function cellsOf(line: Line): Span[] {
  const cells: Span[] = []
  for (let i = 0; i < line.words.length; i++) {
    const gap = i === 0 ? Number.POSITIVE_INFINITY : line.words[i]!.box[0] - line.words[i - 1]!.box[2]
    if (gap > line.em * 1.2) cells.push({ line, from: i, to: i + 1 })
    else cells.at(-1)!.to = i + 1
  }
  return cells
}

import type { Word } from '../src/invoices/words.ts'
import { bare, says, type TruePage } from './reading-truth.ts'

/** What an engine made of a page; without boxes where it moved the page about. */
export interface Reading {
  cpuSeconds: number
  words: (Pick<Word, 'text'> & Partial<Pick<Word, 'box'>>)[]
}

export interface Score {
  pages: number
  cpuSeconds: number
  characters: number
  /** Edits inside the boxes of the lines; nothing where there are no boxes on either side. */
  edits: number | undefined
  /** Edits against the stretch of the page's text that fits a line best. */
  fitted: number
  words: number
  recalled: number
  totals: [right: number, of: number]
  dates: [right: number, of: number]
}

export function scoreOf(page: TruePage, { words, cpuSeconds }: Reading): Score {
  const said = bare(words.map(({ text }) => text).join(' '))
  const survives = (ways: string[]): [number, number] =>
    ways.length ? [Number(ways.some((way) => says(said, way))), 1] : [0, 0]
  const lines = page.lines.map(({ text }) => bare(text))
  const seen = new Map<string, number>()
  for (const { text } of words) seen.set(core(text), (seen.get(core(text)) ?? 0) + 1)
  const wanted = page.lines.flatMap(({ text }) => text.split(/\s+/u).map(core).filter(Boolean))
  return {
    pages: 1,
    cpuSeconds,
    characters: lines.join('').length,
    edits: editsInBoxes(page, words),
    fitted: lines.reduce((sum, line) => sum + edits(line, said, 'anywhere'), 0),
    words: wanted.length,
    recalled: wanted.filter((word) => {
      const left = seen.get(word) ?? 0
      seen.set(word, left - 1)
      return left > 0
    }).length,
    totals: survives(page.totals),
    dates: survives(page.dates),
  }
}

export function summed(scores: Score[]): Score {
  const sum = (pick: (score: Score) => number) => scores.reduce((all, score) => all + pick(score), 0)
  return {
    pages: sum(({ pages }) => pages),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    characters: sum(({ characters }) => characters),
    edits: scores.some(({ edits }) => edits === undefined) ? undefined : sum(({ edits }) => edits!),
    fitted: sum(({ fitted }) => fitted),
    words: sum(({ words }) => words),
    recalled: sum(({ recalled }) => recalled),
    totals: [sum(({ totals }) => totals[0]), sum(({ totals }) => totals[1])],
    dates: [sum(({ dates }) => dates[0]), sum(({ dates }) => dates[1])],
  }
}

const core = (text: string) => bare(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

/** Each word goes to the line its middle is in, the smallest if there are several. */
function editsInBoxes({ lines }: TruePage, words: Reading['words']) {
  if (lines.some(({ box }) => !box) || words.some(({ box }) => !box)) return undefined
  const rows = lines
    .map((line) => ({ text: bare(line.text), box: line.box!, words: [] as Reading['words'] }))
    .sort((a, b) => a.box[3] - a.box[1] - (b.box[3] - b.box[1]))
  for (const word of words) {
    const [x0, y0, x1, y1] = word.box!
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
    rows.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])?.words.push(word)
  }
  return rows.reduce((sum, row) => {
    const read = row.words.sort((a, b) => a.box![0] - b.box![0]).map(({ text }) => text)
    return sum + edits(row.text, bare(read.join('')), 'whole')
  }, 0)
}

/** Levenshtein's distance; `anywhere` lets the text begin before the line and end after it at no cost. */
export function edits(line: string, text: string, where: 'whole' | 'anywhere') {
  let row = Array.from({ length: text.length + 1 }, (_, i) => (where === 'whole' ? i : 0))
  for (let i = 1; i <= line.length; i++) {
    const next = [i]
    for (let j = 1; j <= text.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(line[i - 1] !== text[j - 1])))
    row = next
  }
  return where === 'whole' ? row.at(-1)! : Math.min(...row)
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Box } from '../src/invoices/words.ts'
import { inCorpus } from '../src/testing/corpus.ts'

export interface Line {
  text: string
  /** 0-1 of the page; missing where the truth is of another rendering of the page. */
  box?: Box
}

/** One page of the corpus, and what people or the text layer it was printed from say is on it. */
export interface TruePage {
  set: string
  path: string
  contentType: 'application/pdf' | 'image/jpeg' | 'image/png'
  lines: Line[]
  /** What is printed for the total and the date, in any of these ways; empty where the truth is silent. */
  totals: string[]
  dates: string[]
}

interface Record {
  file: string
  words?: string
  from?: string
  fields: { total?: number; date?: string }
}
interface Transcript {
  lines?: { text: string; box: number[] }[]
  pages?: { words: { text: string; box: number[] }[] }[]
}

export const sets = ['sroie', 'wildreceipt', 'scans'] as const

/** The pages of a set whose words are known, spread over it. */
export async function listTruth(set: string, count: number): Promise<TruePage[]> {
  const records: Record[] = (await readFile(inCorpus(`${set}/truth.jsonl`), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const known = (await Promise.all(records.map((record) => truthOf(set, record)))).filter((page) => !!page)
  const step = Math.max(1, known.length / count)
  return Array.from({ length: Math.min(count, known.length) }, (_, i) => known[Math.floor(i * step)]!)
}

async function truthOf(set: string, record: Record): Promise<TruePage | undefined> {
  const words = inCorpus(record.words ? `${set}/${record.words}` : `${origin(record)}.words.json`)
  if (!existsSync(words)) return
  const transcript: Transcript = JSON.parse(await readFile(words, 'utf8'))
  const path = inCorpus(`${set}/${record.file}`)
  const lines = transcript.lines ? await boxed(transcript, path) : linesOf(transcript)
  // Engines are compared page by page, and a reading of several pages is none.
  if (!lines) return
  const said = bare(lines.map(({ text }) => text).join(' '))
  const ending = record.file.split('.').at(-1)
  return {
    set,
    path,
    contentType: ending === 'pdf' ? 'application/pdf' : ending === 'png' ? 'image/png' : 'image/jpeg',
    lines,
    totals: printedTotals(record.fields.total).filter((way) => says(said, way)),
    dates: printedDates(record.fields.date).filter((way) => says(said, way)),
  }
}

/** A page without its invoice inside was made from the one with it, and scans from either. */
const origin = ({ from = '' }: Record) => from.replace('facturx-page/page_', 'zugferd-facturx/')

async function boxed({ lines = [] }: Transcript, path: string): Promise<Line[]> {
  const { width, height } = await sharp(path).metadata()
  return lines.map(({ text, box }) => {
    const xs = box.filter((_, i) => i % 2 === 0)
    const ys = box.filter((_, i) => i % 2 === 1)
    return {
      text,
      box: [
        Math.min(...xs) / width,
        Math.min(...ys) / height,
        Math.max(...xs) / width,
        Math.max(...ys) / height,
      ],
    }
  })
}

function linesOf({ pages = [] }: Transcript): Line[] | undefined {
  if (pages.length !== 1) return
  const rows = new Map<number, string[]>()
  for (const { text, box } of pages[0]!.words) {
    const row = Math.round(box[3]! * 2)
    rows.set(row, [...(rows.get(row) ?? []), text])
  }
  return [...rows.values()].map((texts) => ({ text: texts.join(' ') }))
}

/** Blanks and case tell nothing: wildreceipt leaves out the ones, sroie the other. */
export const bare = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/gu, '')

/** Whether it stands there whole, not as a part of a longer number. */
export function says(text: string, way: string) {
  for (let at = text.indexOf(way); at >= 0; at = text.indexOf(way, at + 1))
    if (!/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + way.length] ?? '')) return true
  return false
}

function printedTotals(total?: number): string[] {
  if (total === undefined) return []
  const [whole = '', cents = ''] = Math.abs(total).toFixed(2).split('.')
  const grouped = (mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark)
  const wholes = [whole, grouped('.'), grouped(','), grouped("'")]
  const ways = wholes.flatMap((each) => [`${each}.${cents}`, `${each},${cents}`])
  return [...new Set(cents === '00' ? [...ways, ...wholes] : ways)]
}

function printedDates(date?: string): string[] {
  if (!date) return []
  const [year = '', month = '', day = ''] = date.split('-')
  const days = [day, String(Number(day))]
  const months = [month, String(Number(month))]
  const years = [year, year.slice(2)]
  const ways = ['/', '-', '.', ''].flatMap((mark) =>
    days.flatMap((d) =>
      months.flatMap((m) =>
        years.flatMap((y) => [[d, m, y].join(mark), [m, d, y].join(mark), [y, m, d].join(mark)]),
      ),
    ),
  )
  const names = ['en', 'es', 'de', 'fr'].flatMap((language) =>
    (['long', 'short'] as const).map((style) =>
      bare(new Date(`${date}T00:00:00Z`).toLocaleString(language, { month: style, timeZone: 'UTC' })),
    ),
  )
  const spelt = names.flatMap((name) =>
    days.flatMap((d) =>
      ['', '-', '.', 'de'].flatMap((mark) =>
        years.flatMap((y) => [`${d}${mark}${name}${mark}${y}`, `${name}${d},${y}`]),
      ),
    ),
  )
  return [...new Set([...ways, ...spelt])].filter((way) => way.length >= 6)
}

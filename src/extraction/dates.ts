import { limits } from './limits.ts'
import { type Line, type Span, spanAt } from './text-lines.ts'

/** A date as it stands on the page. */
export interface PrintedDate {
  iso: string
  span: Span
  /** Both of its numbers could be the month, and nothing in it says which. */
  isAmbiguous: boolean
}

// Beginnings of the months' names: Spanish, Portuguese, English, German, French, Italian.
const months: [RegExp, number][] = [
  [/^(?:ene|jan|gen)/, 1],
  [/^(?:feb|fev|fevr)/, 2],
  [/^(?:mar|mrz|mrt|mae|maa)/, 3],
  [/^(?:abr|apr|avr)/, 4],
  [/^(?:may|mai|mag|mei)/, 5],
  [/^(?:jun|juin|giu)/, 6],
  [/^(?:jul|juil|lug)/, 7],
  [/^(?:ago|aug|aou)/, 8],
  [/^(?:set|sep)/, 9],
  [/^(?:oct|okt|out|ott)/, 10],
  [/^(?:nov)/, 11],
  [/^(?:dic|dec|dez)/, 12],
]
const monthOf = (name: string) => months.find(([beginning]) => beginning.test(name))?.[1]

const monthName =
  '(?:ene|jan|gen|feb|fev|mar|mrz|mrt|mae|maa|abr|apr|avr|may|mai|mag|mei|jun|juin|giu|jul|juil|lug|ago|aug|aou|set|sep|oct|okt|out|ott|nov|dic|dec|dez)[a-z]{0,8}'
const iso = /(?<!\d)(\d{4}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)/g
const numeric = /(?<![\d.,/-])(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/]|[-.,]\d)/g
const dayFirst = new RegExp(
  `(?<![\\d.,])(\\d{1,2})(?:st|nd|rd|th|er|o|\\.)?[ ,./-]{0,3}(?:de |of )?(${monthName})[ .,/-]{0,3}(?:de |del )?(\\d{4}|\\d{2})(?!\\d)`,
  'g',
)
const monthFirst = new RegExp(
  `(?<![a-z])(${monthName})[ .]{1,2}(\\d{1,2})(?:st|nd|rd|th)?[ ,]{1,3}(\\d{4})(?!\\d)`,
  'g',
)

/** The day in ISO form, or null where there is no such day. */
export function isoDay(year: number, month: number, day: number): string | null {
  const whole = year < 100 ? (year < 70 ? 2000 : 1900) + year : year
  if (whole < 1970 || whole > 2100) return null
  const date = new Date(Date.UTC(whole, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}

/** Dates of a document in its own order: day first, unless one of its dates, or its country, says otherwise. */
export function datesIn(lines: Line[], isMonthFirst: boolean): PrintedDate[] {
  const order = provenOrder(lines) ?? (isMonthFirst ? 'month' : 'day')
  return lines.flatMap((line) => datesOf(line, order)).slice(0, limits.marks)
}

type Order = 'day' | 'month'

function provenOrder(lines: Line[]): Order | null {
  let day = 0
  let month = 0
  for (const { plain } of lines)
    for (const [, first, , second] of plain.matchAll(numeric)) {
      if (Number(first) > 12 && Number(second) <= 12) day++
      if (Number(second) > 12 && Number(first) <= 12) month++
    }
  return day === month ? null : day > month ? 'day' : 'month'
}

function datesOf(line: Line, order: Order): PrintedDate[] {
  const dates: PrintedDate[] = []
  const add = (match: RegExpExecArray, day: string | null, isAmbiguous = false) => {
    if (day) dates.push({ iso: day, span: spanAt(line, match.index, match[0].length), isAmbiguous })
  }
  for (const match of line.plain.matchAll(iso)) add(match, isoDay(+match[1]!, +match[2]!, +match[3]!))
  for (const match of line.plain.matchAll(numeric)) {
    const [first, second, year] = [+match[1]!, +match[3]!, +match[4]!]
    const asDay = isoDay(year, second, first)
    const asMonth = isoDay(year, first, second)
    add(
      match,
      order === 'day' ? (asDay ?? asMonth) : (asMonth ?? asDay),
      !!asDay && !!asMonth && asDay !== asMonth,
    )
  }
  for (const match of line.plain.matchAll(dayFirst))
    add(match, isoDay(+match[3]!, monthOf(match[2]!) ?? 0, +match[1]!))
  for (const match of line.plain.matchAll(monthFirst))
    add(match, isoDay(+match[3]!, monthOf(match[1]!) ?? 0, +match[2]!))
  return dates.sort((a, b) => a.span.from - b.span.from)
}

import type { Country } from '../country.ts'
import { limits } from '../limits.ts'
import { type Line, type Span, spanAt } from '../text-lines.ts'
import { numeric, type Order, orderOf } from './date-order.ts'
import { withoutDoubts } from './doubted-dates.ts'
import { mendedDates } from './mended-dates.ts'
import { monthName, monthOf } from './month-names.ts'

/** A date as it stands on the page. */
export interface PrintedDate {
  iso: string
  span: Span
  /** Both of its numbers could be the month, and nothing in it says which. */
  isAmbiguous: boolean
  /** Signs between its numbers are no date's: a reader saw them otherwise than they are. */
  isLoose: boolean
}

const yearFirst = /(?<!\d)((?:19|20)\d{2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?:(?!\d)|(?=\d{2}:\d{2}))/g
const dayFirst = new RegExp(
  `(?<![\\d.,])(\\d{1,2})(?:st|nd|rd|th|er|o|\\.)?[ ,./-]{0,3}(?:de |of )?(${monthName})[ .,'"/-]{0,3}(?:de |del )?(\\d{4}|\\d{2})(?![\\d:])`,
  'g',
)
const monthFirst = new RegExp(
  `(?<![a-z])(${monthName})[ .-]{0,2}(\\d{1,2})(?:st|nd|rd|th)?(?:([ ,'./-]{1,3})(\\d{4})|[ ]?(?:, |['/-])[ ']?(\\d{2}))(?![\\d:])`,
  'g',
)
/** As programs print a moment: "Sun Sep 14 07:08:09 CST 2031". */
const moment = new RegExp(
  `(?<![a-z])(${monthName}) (\\d{1,2}) \\d{1,2}:\\d{2}(?::\\d{2})? (?:[a-z]{1,5}(?:[+-]\\d{1,2}:?\\d{2})? )?((?:19|20)\\d{2})(?!\\d)`,
  'g',
)
const loose = /(?<![\d.,:/-])(\d{1,2}) ?([-/.,:']) ?(\d{1,2}) ?([-/.,:']) ?(20\d{2}|\d{2})(?=[ ,)]|$)/g
const labelled = /(?:date|fecha|datum|data)\W{0,3}(\d{8,10})(?!\d)/g
/** One of two slashes was read as a digit or not at all: "24/0472031", "2404/2031". */
const halfMarked = /(?<![\d.,:/-])(\d{2})(?:([-/.])(\d{2})[17]?|[17]?(\d{2})[-/.])(20\d{2})(?!\d)/g

const dateWord = /(?:date|fecha|datum|data)(?![a-z])/
const time = /(?<![\d.,])\d{1,2}[:.]\d{2}(?![\d,])/

/** The day in ISO form, or null where there is no such day. */
export function isoDay(year: number, month: number, day: number): string | null {
  const whole = year < 100 ? (year < 70 ? 2000 : 1900) + year : year
  if (whole < 1970 || whole > 2100) return null
  const date = new Date(Date.UTC(whole, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}

/** Dates of a document in its own order: day first, unless its other dates, its language or its country say otherwise. */
export function datesIn(lines: Line[], country: Country | null): PrintedDate[] {
  const order = orderOf(lines, country)
  const dates = lines.flatMap((line) => datesOf(line, order)).slice(0, limits.marks)
  return withoutDoubts(dates, lines)
}

function datesOf(line: Line, order: Order): PrintedDate[] {
  if (!/\d/.test(line.plain)) return []
  const dates: PrintedDate[] = []
  const plain = line.source === 'ocr' ? mendedDates(line.plain) : line.plain
  const add = (match: RegExpExecArray, day: string | null, more: Partial<PrintedDate> = {}) => {
    const span = spanAt(line, match.index, match[0].length)
    const isTaken = dates.some((other) => span.from < other.span.to && span.to > other.span.from)
    if (day && !isTaken) dates.push({ iso: day, span, isAmbiguous: false, isLoose: false, ...more })
  }
  for (const match of plain.matchAll(yearFirst)) {
    const [year, second, third] = [+match[1]!, +match[3]!, +match[4]!]
    add(match, isoDay(year, second, third) ?? isoDay(year, third, second))
  }
  for (const match of plain.matchAll(numeric)) addNumeric(match, +match[1]!, +match[3]!, yearOf(match[4]!))
  for (const match of plain.matchAll(dayFirst)) add(match, isoDay(+match[3]!, monthOf(match[2]!), +match[1]!))
  for (const match of plain.matchAll(monthFirst))
    add(match, isoDay(+(match[4] ?? match[5])!, monthOf(match[1]!), +match[2]!))
  for (const match of plain.matchAll(moment)) add(match, isoDay(+match[3]!, monthOf(match[1]!), +match[2]!))
  if (dates.length === 0 && line.source === 'ocr') addLoose()
  return dates.sort((a, b) => a.span.from - b.span.from)

  function addNumeric(match: RegExpExecArray, first: number, second: number, year: number, isLoose = false) {
    const asDay = isoDay(year, second, first)
    const asMonth = isoDay(year, first, second)
    const isAmbiguous = asDay !== null && asMonth !== null && asDay !== asMonth
    add(match, order === 'day' ? (asDay ?? asMonth) : (asMonth ?? asDay), { isAmbiguous, isLoose })
  }

  function addLoose() {
    for (const match of plain.matchAll(loose)) {
      const hasTime = time.test(plain.replace(match[0], ' '))
      const [, first, before, second, behind, year] = match
      const isInPairs = first!.length === 2 && second!.length === 2
      const isTimeOrAmount = before === behind && (/[:']/.test(before!) || (before === ',' && !isInPairs))
      if (!isTimeOrAmount && (year!.length === 4 || hasTime))
        addNumeric(match, +first!, +second!, +year!, true)
    }
    for (const match of plain.matchAll(halfMarked))
      if (dateWord.test(plain) || time.test(plain.replace(match[0], ' ')))
        addNumeric(match, +match[1]!, +(match[3] ?? match[4])!, +match[5]!, true)
    // The slashes of "24/04/2031" are easily read as ones, or not at all.
    for (const match of plain.matchAll(labelled)) {
      const parts = /^(\d{2})1?(\d{2})1?(20\d{2})$/.exec(match[1]!)
      const turned = /^(20\d{2})(\d{2})(\d{2})$/.exec(match[1]!)
      if (turned) add(match, isoDay(+turned[1]!, +turned[2]!, +turned[3]!), { isLoose: true })
      else if (parts) addNumeric(match, +parts[1]!, +parts[2]!, +parts[3]!, true)
    }
  }
}

const yearOf = (text: string) => Number(text.replace("'", ''))

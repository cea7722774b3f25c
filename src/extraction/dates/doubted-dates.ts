import { type Line, wordsOf } from '../text-lines.ts'
import { isoDay, type PrintedDate } from './dates.ts'

/** A day that the page says a second time, and how well it was read there. */
interface Copy {
  iso: string
  trust: number
}

/** A date with one digit that the page contradicts where it says it again and was read better. */
export function withoutDoubts(dates: PrintedDate[], lines: Line[]): PrintedDate[] {
  if (!dates.some(({ span }) => span.line.source === 'ocr')) return dates
  const numbers = lines.flatMap(daysInNumbers)
  const prints = dates.map((date) => ({ iso: date.iso, trust: trustOf(date) }))
  return dates.map((date, at) => {
    if (date.span.line.source !== 'ocr') return date
    const { trust } = prints[at]!
    const said = numbers.some(({ iso }) => iso === date.iso)
    const better = said
      ? undefined
      : (numbers.find((copy) => copy.trust > trust && differsInOne(copy.iso, date.iso)) ??
        (trust < doubt
          ? prints.find((copy) => copy.trust > trust + lead && differsInOne(copy.iso, date.iso))
          : undefined))
    return better ? { ...date, iso: better.iso } : date
  })
}

const doubt = 0.9
const lead = 0.05

const trustOf = ({ span }: PrintedDate) => Math.min(...wordsOf(span).map(({ confidence }) => confidence))

/** Tills number their receipts by the day: "2031042410203040". */
function daysInNumbers({ words, source }: Line): Copy[] {
  if (source !== 'ocr') return []
  return words.flatMap(({ text, confidence }) => {
    const parts = /^\D{0,4}(20\d{2})(\d{2})(\d{2})\d{4,30}$/.exec(text)
    const iso = parts && isoDay(+parts[1]!, +parts[2]!, +parts[3]!)
    return iso ? [{ iso, trust: confidence }] : []
  })
}

const differsInOne = (a: string, b: string) =>
  a.length === b.length && [...a].filter((sign, i) => sign !== b[i]).length === 1

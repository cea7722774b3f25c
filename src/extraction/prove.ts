import type { FieldName, InvoiceData } from '../invoices/invoice-data.ts'
import { type Micros, toMicros } from '../invoices/money.ts'
import { findCurrency } from './find-currency.ts'
import { limits } from './limits.ts'
import type { Survey } from './survey.ts'
import { fold, type Line, type Span, spanAt } from './text-lines.ts'

/** The words that say this value of a field, if the page has any. */
export function placesOf(name: FieldName, value: unknown, survey: Survey): Span[] {
  switch (name) {
    case 'subtotal':
    case 'tax':
    case 'total':
      return placeOfAmount(toMicros(value as number), survey)
    case 'date':
    case 'due_date':
      return survey.dates
        .filter(({ iso }) => iso === value)
        .map(({ span }) => span)
        .slice(0, 1)
    case 'currency':
      return placeOfCurrency(value as string, survey)
    case 'document_type':
      return []
    case 'products':
      return placesOfRows(
        (value as InvoiceData['products']).map((line) => [line.name, line.total_price]),
        survey,
      )
    case 'taxes':
      return placesOfRows(
        (value as InvoiceData['taxes']).map((line) => [null, line.amount]),
        survey,
      )
    default:
      return placeOfText(value as string, survey.lines)
  }
}

function placeOfAmount(micros: Micros, { lines, amounts }: Survey): Span[] {
  const found = lines
    .flatMap((line) => amounts.get(line) ?? [])
    .filter((amount) => !amount.isPercent && amount.micros === micros)
  // Totals stand at the end; the same number above it is more often an item's.
  const last = found.findLast(({ isMoney }) => isMoney) ?? found.at(-1)
  return last ? [last.span] : []
}

function placeOfCurrency(code: string, { lines, country }: Survey): Span[] {
  const found = findCurrency(lines, country, undefined)
  return found?.value === code ? found.spans : placeOfText(code, lines)
}

/** Each row on the page, or none of them: a list with one invented row is not proven. */
function placesOfRows(rows: [string | null, number | null][], survey: Survey): Span[] {
  const spans = rows.map(([name, amount]) => {
    const text = name === null ? [] : placeOfText(name, survey.lines)
    const number =
      amount === null ? [] : placeOfAmount(amount < 0 ? -toMicros(amount) : toMicros(amount), survey)
    const negative =
      amount !== null && amount < 0 && number.length === 0 ? placeOfAmount(toMicros(amount), survey) : []
    const isWhole =
      (name === null || text.length > 0) && (amount === null || number.length + negative.length > 0)
    return isWhole ? [...text, ...number, ...negative] : []
  })
  return spans.every((row) => row.length > 0) ? spans.flat() : []
}

export const bare = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, '')

// A list of many products asks every line for each of them.
const bareLines = new WeakMap<Line, { words: string[]; text: string }>()
function bareLine(line: Line) {
  let known = bareLines.get(line)
  if (!known) {
    const words = line.words.map((word) => bare(word.text.slice(0, limits.wordCharacters)))
    known = { words, text: words.join('') }
    bareLines.set(line, known)
  }
  return known
}

/** The text on one line or running on to the next two, whatever its case, accents, blanks and punctuation. */
function placeOfText(text: string, lines: Line[]): Span[] {
  const wanted = bare(text)
  if (wanted === '') return []
  for (const [at, line] of lines.entries()) {
    const span = placeOnLine(wanted, line)
    if (span) return [span]
    const block = lines.slice(at, at + 3).filter(({ page }) => page === line.page)
    const spans = block.length > 1 && wanted.length > 12 ? placeOnBlock(wanted, block) : null
    if (spans) return spans
  }
  return []
}

function placeOnLine(wanted: string, line: Line): Span | null {
  const { words, text } = bareLine(line)
  if (!text.includes(wanted)) return null
  for (let from = 0; from < words.length; from++) {
    let joined = ''
    for (let to = from; to < words.length && joined.length < wanted.length; to++) {
      joined += words[to]
      // Whole words only, but for a label or a bracket that sticks to the value's first word.
      if (joined === wanted) return { line, from, to: to + 1 }
    }
  }
  const last = words.findIndex((word) => wanted.length > 4 && word.endsWith(wanted))
  return last >= 0 ? { line, from: last, to: last + 1 } : null
}

function placeOnBlock(wanted: string, block: Line[]): Span[] | null {
  const texts = block.map((line) => bareLine(line).text)
  const at = texts.join('').indexOf(wanted)
  if (at < 0 || at >= texts[0]!.length) return null
  let need = wanted.length - (texts[0]!.length - at)
  const spans = [spanAt(block[0]!, 0, block[0]!.plain.length)]
  for (const [i, line] of block.slice(1).entries()) {
    if (need <= 0) break
    spans.push(spanAt(line, 0, line.plain.length))
    need -= texts[i + 1]!.length
  }
  return spans
}

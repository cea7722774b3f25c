import { toNumber } from '../invoices/money.ts'
import { readTaxId } from '../invoices/tax-id.ts'
import type { Box, PageOfWords, Word } from '../invoices/words.ts'
import { findCurrency } from './find-currency.ts'
import { cleanName } from './names.ts'
import { type Survey, surveyPages } from './survey.ts'
import { cellsOf, type Line, linesOf, type Span, textOf, unionOf, wordsOf } from './text-lines.ts'
import { readVatId } from './vat-ids.ts'

/** What kind of value a place is to be read as. */
export type ValueKind = 'amount' | 'date' | 'currency' | 'tax-id' | 'number' | 'text'

export interface ValueAt {
  value: string | number
  box: Box
}

/** The value printed at a point of a page; null where nothing of its kind is. */
export function valueAtPoint(pages: PageOfWords[], page: number, [x, y]: [number, number], kind: ValueKind) {
  const target = pages.find((each) => each.page === page)
  const survey = surveyPages(target ? [...others(pages, page), target] : [])
  for (const line of survey.lines) {
    const at = line.page === page ? line.words.findIndex(({ box }) => isInside(box, x, y)) : -1
    if (at >= 0) return readAs(kind, [{ line, from: at, to: at + 1 }], survey, 'point')
  }
  return null
}

/** The value that the words of a region say, which were read again; the other pages tell how numbers and dates are meant. */
export function valueInRegion(pages: PageOfWords[], page: number, words: Word[], kind: ValueKind) {
  const read = pages.find((each) => each.page === page)
  const apart = Math.max(0, ...pages.map((each) => each.page)) + 1
  const region: PageOfWords = {
    ...(read ?? { width: 1000, height: 1414, source: 'ocr', turn: 0 }),
    page: apart,
    words,
    codes: [],
  }
  const survey = surveyPages([...others(pages, page), ...(read ? [read] : []), region])
  const lines = survey.lines.filter((line) => line.page === apart)
  const whole = lines.map((line) => ({ line, from: 0, to: line.words.length }))
  return whole.length ? readAs(kind, whole, survey, 'region') : null
}

/** They tell how numbers and dates are written in the document; so many are enough. */
const others = (pages: PageOfWords[], page: number) => pages.filter((each) => each.page !== page).slice(0, 10)

const isInside = ([x0, y0, x1, y1]: Box, x: number, y: number) => x >= x0 && x <= x1 && y >= y0 && y <= y1

type Gesture = 'point' | 'region'

/** A point means what it touches: the whole date, the whole name; a region means what is in it and no more. */
function readAs(kind: ValueKind, places: Span[], survey: Survey, gesture: Gesture): ValueAt | null {
  const isTouched = ({ span }: { span: Span }) => places.some((place) => meets(span, place))
  switch (kind) {
    case 'amount':
      return amountAmong(places, survey)
    case 'date': {
      const date = survey.dates.find(isTouched)
      return date ? { value: date.iso, box: boxOf([date.span]) } : null
    }
    case 'tax-id': {
      const id = survey.taxIds.find(isTouched)
      return id ? { value: id.value, box: boxOf([id.span]) } : idAmong(places)
    }
    case 'currency': {
      const found = findCurrency(places.flatMap(only), survey.country, undefined)
      return found && { value: found.value, box: boxOf(places) }
    }
    case 'number':
      return textAmong(places, (span) => textOf(span).replace(/^[\s:;,.#]+|[\s:;,.]+$/g, ''))
    case 'text':
      return textAmong(gesture === 'point' ? places.map(cellAround) : places, cleanName)
  }
}

const meets = (a: Span, b: Span) => a.line === b.line && a.from < b.to && a.to > b.from

function amountAmong(places: Span[], { amounts }: Survey): ValueAt | null {
  const found = places.flatMap((place) =>
    (amounts.get(place.line) ?? []).filter(({ span }) => meets(span, place)),
  )
  const amount = found.find(({ isMoney }) => isMoney) ?? found[0]
  return amount ? { value: toNumber(amount.micros), box: boxOf([amount.span]) } : null
}

function idAmong(places: Span[]): ValueAt | null {
  const text = textAmong(places, (span) => textOf(span).replace(/^[\s:;,.#]+|[\s:;,.]+$/g, ''))
  const value = String(text?.value ?? '').toUpperCase()
  const isOne = /\d{4}/.test(value.replace(/\W/g, '')) || readTaxId(value).length > 0 || readVatId(value)
  return text && isOne ? { ...text, value } : null
}

function textAmong(places: Span[], clean: (span: Span) => string): ValueAt | null {
  const value = places.map(clean).filter(Boolean).join(' ')
  return value ? { value, box: boxOf(places) } : null
}

const cellAround = (place: Span): Span => cellsOf(place.line).find((cell) => meets(cell, place)) ?? place

/** These words and nothing beside them. */
const only = (place: Span): Line[] =>
  linesOf([
    { page: 1, width: 1, height: 1, source: place.line.source, turn: 0, codes: [], words: wordsOf(place) },
  ])

const boxOf = (spans: Span[]): Box => unionOf(spans.flatMap(wordsOf))

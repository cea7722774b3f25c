import type { PageOfWords } from '../invoices/words.ts'
import type { AmountsByLine } from './amounts/amount.ts'
import { decimalMarkIn } from './amounts/decimal-mark.ts'
import { amountsIn } from './amounts/read-amounts.ts'
import { type Country, countryOf } from './country.ts'
import { datesIn, type PrintedDate } from './dates/dates.ts'
import { type PrintedTaxId, taxIdsIn } from './tax-ids.ts'
import { type Line, linesOf } from './text-lines.ts'

/** All that stands on the pages, read once: finders choose from it, and a model's answers are proven by it. */
export interface Survey {
  lines: Line[]
  amounts: AmountsByLine
  dates: PrintedDate[]
  taxIds: PrintedTaxId[]
  country: Country | null
}

/** Reads the pages' lines, amounts, dates and tax ids. */
export function surveyPages(pages: PageOfWords[]): Survey {
  const lines = linesOf(pages)
  const taxIds = taxIdsIn(lines)
  const country = countryOf(lines, taxIds)
  const mark = decimalMarkIn(lines, country)
  return { lines, taxIds, country, amounts: amountsIn(lines, mark), dates: datesIn(lines, country) }
}

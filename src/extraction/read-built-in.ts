import { toMicros } from '../invoices/money.ts'
import { findCurrency } from './find-currency.ts'
import { findDates } from './find-dates.ts'
import { findItems } from './find-items.ts'
import { findNumber } from './find-number.ts'
import { findParties } from './find-parties.ts'
import { findTexts } from './find-texts.ts'
import { findTotals } from './find-totals.ts'
import { findType } from './find-type.ts'
import type { Findings } from './found.ts'
import type { Survey } from './survey.ts'

/** The fields a document shows by its labels, its layout and its sums, without any model. */
export function readBuiltIn({ lines, amounts, dates, taxIds, country }: Survey): Findings {
  const totals = findTotals(lines, amounts)
  const targets = [totals.subtotal, totals.total].flatMap((found) => (found ? [toMicros(found.value)] : []))
  const taken = [...dates, ...taxIds].map(({ span }) => span)
  const rest = {
    document_type: findType(lines),
    invoice_number: findNumber(lines, taken),
    currency: findCurrency(lines, country, totals.total?.spans[0]?.line),
    products: findItems(lines, amounts, targets),
  }
  const found = Object.fromEntries(Object.entries(rest).filter(([, finding]) => finding !== null))
  return {
    ...totals,
    ...findParties(lines, taxIds),
    ...findDates(lines, dates),
    ...findTexts(lines),
    ...found,
  }
}

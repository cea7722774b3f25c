import type { Check } from '../invoices/checks.ts'
import { toMicros } from '../invoices/money.ts'
import { findTotals } from './amounts/find-totals.ts'
import { findDates } from './dates/find-dates.ts'
import { findCurrency } from './find-currency.ts'
import { findTexts } from './find-texts.ts'
import { findType } from './find-type.ts'
import type { Findings } from './found.ts'
import { findNumber } from './invoice-number/find-number.ts'
import { findItems } from './items/find-items.ts'
import { itemLists, plainSums } from './items/item-lists.ts'
import { findParties } from './parties/find-parties.ts'
import type { Survey } from './survey.ts'

export interface BuiltIn {
  findings: Findings
  /** What proves some of them: true for as long as these are the values. */
  checks: Check[]
}

/** The fields a document shows by its labels, its layout and its sums, without any model. */
export function readBuiltIn({ lines, amounts, dates, taxIds, country }: Survey): BuiltIn {
  const lists = itemLists(lines, amounts)
  const { findings: totals, named, checks } = findTotals(lines, amounts, plainSums(lists))
  const targets = [totals.subtotal, totals.total].flatMap((found) => (found ? [toMicros(found.value)] : []))
  const taken = [...dates, ...taxIds].map(({ span }) => span)
  const rest = {
    document_type: findType(lines),
    invoice_number: findNumber(lines, taken),
    currency: findCurrency(lines, country, totals.total?.spans[0]?.line),
    products: findItems(lists, { found: targets, named }),
  }
  const found = Object.fromEntries(Object.entries(rest).filter(([, finding]) => finding !== null))
  const findings = {
    ...totals,
    ...findParties(lines, taxIds, country),
    ...findDates(lines, dates),
    ...findTexts(lines),
    ...found,
  }
  return { findings, checks }
}

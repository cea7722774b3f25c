import type { Language } from '../language.ts'
import { checkInvoice } from './check-invoice.ts'
import { stillProven } from './edit-preview.ts'
import type { Invoice } from './invoices.table.ts'
import { changedNames, type ReviewForm } from './review-form.ts'
import { typedData } from './typed-data.ts'

/** Checks that only the database can answer: they stay as they are until the form is saved. */
const kept = ['possible_duplicate', 'pages_read']

/** What is typed and not saved yet, as data, and the checks of that. */
export function checkTyped({ checks }: Invoice, form: ReviewForm, language: Language) {
  const data = typedData(form, language)
  const today = new Date().toISOString().slice(0, 10)
  const known = checks.filter(({ name }) => kept.includes(name))
  const proven = stillProven(checks, changedNames(form, language)).filter((check) => !known.includes(check))
  return { data, checks: [...checkInvoice(data, { today, proven }), ...known] }
}

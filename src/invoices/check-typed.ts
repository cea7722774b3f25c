import { checkInvoice } from './check-invoice.ts'
import type { Check } from './checks.ts'
import { isSame, stillProven } from './edit-preview.ts'
import { fieldNames, type InvoiceData } from './invoice-data.ts'
import type { Invoice } from './invoices.table.ts'

/** Checks that only the database can answer: they stay as they are until the form is saved. */
const kept = ['possible_duplicate', 'pages_read']

/** The checks of what is typed and not saved yet. */
export function checkTyped({ checks, previewData }: Invoice, data: InvoiceData): Check[] {
  const changed = fieldNames.filter((name) => !isSame(previewData?.[name], data[name]))
  const today = new Date().toISOString().slice(0, 10)
  const proven = stillProven(checks, changed).filter(({ name }) => !kept.includes(name))
  return [...checkInvoice(data, { today, proven }), ...checks.filter(({ name }) => kept.includes(name))]
}

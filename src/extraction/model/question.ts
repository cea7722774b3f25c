import { type FieldName, fieldNames } from '../../invoices/invoice-data.ts'
import type { Focus } from '../extraction.ts'
import { type Findings, type Found, provenanceOf } from '../found.ts'

/** What a model is asked: fields that are missing or doubtful, and a few that are known, to see whether it reads well. */
export interface Question {
  names: FieldName[]
  /** Known for certain: a model that says something else of these is not believed about the others. */
  controls: FieldName[]
}

/** Below this somebody should look, so a model may. */
const settled = 0.85
/** What is counted or judged, and not copied, is never surer than this. */
const settledFor: Partial<Record<FieldName, number>> = { document_type: 0.6, products: 0.75, taxes: 0.6 }
const certain = 0.88
const mostControls = 3

/** Without these a document is worth a question; the others are asked for along with them. */
const needed: FieldName[] = [
  'document_type',
  'issuer_name',
  'issuer_tax_id',
  'invoice_number',
  'date',
  'currency',
  'subtotal',
  'tax',
  'total',
  'products',
]
/** A receipt often has none of these. */
const seldomOnReceipts: FieldName[] = ['issuer_tax_id', 'invoice_number', 'subtotal', 'tax']
/** Printed exactly once in one way, so that there is one right answer. */
const telling: FieldName[] = [
  'total',
  'date',
  'invoice_number',
  'issuer_tax_id',
  'subtotal',
  'tax',
  'customer_tax_id',
]
const amounts: FieldName[] = ['subtotal', 'tax', 'total', 'taxes']

/** What to ask a model about these findings; null when they need no second opinion. */
export function questionAbout(findings: Findings, focus?: Focus): Question | null {
  const sureness = (name: FieldName) => {
    const found = findings[name] as Found<unknown> | undefined
    return found ? provenanceOf(found).confidence : 0
  }
  const isOpen = (name: FieldName) => sureness(name) < (settledFor[name] ?? settled)
  if (focus) {
    const names = focus.names.filter(isOpen)
    return names.length ? { names, controls: [] } : null
  }
  const isReceipt = findings.document_type?.value === 'receipt'
  if (!needed.some((name) => isOpen(name) && !(isReceipt && seldomOnReceipts.includes(name)))) return null
  const open = fieldNames.filter(isOpen)
  const controls = telling.filter((name) => sureness(name) >= certain).slice(0, mostControls)
  // Amounts are judged by their sum, which takes all of them.
  const asked = new Set([
    ...open,
    ...controls,
    ...(open.some((name) => amounts.includes(name)) ? amounts : []),
  ])
  return { names: fieldNames.filter((name) => asked.has(name)), controls }
}

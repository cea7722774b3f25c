import type { Check } from './checks.ts'
import { missingFields } from './confirm-invoice.ts'
import {
  type FieldName,
  fieldNames,
  type InvoiceData,
  type Provenance,
  type Provenances,
} from './invoice-data.ts'

export type Certainty = 'sure' | 'doubtful' | 'unsure'

const surely = 0.8
const hardly = 0.5

/** How far a value can be believed, for its colour and for its mark. */
export const certaintyOf = ({ confidence }: Provenance): Certainty =>
  confidence >= surely ? 'sure' : confidence >= hardly ? 'doubtful' : 'unsure'

/** What a check of this name looks at, the likeliest culprit first. */
const concerns: Record<string, FieldName[]> = {
  totals_sum: ['total', 'tax', 'subtotal'],
  lines_sum: ['products', 'subtotal'],
  tax_id: ['issuer_tax_id'],
  date_not_future: ['date'],
  currency_known: ['currency'],
  possible_duplicate: ['invoice_number'],
}
export const concernsOf = ({ name, about }: Check): FieldName[] => about ?? concerns[name] ?? []

/** The fields a person should look at, in the order of what they would gain: missing, contradicted, hardly legible. */
export function doubtsOf(data: InvoiceData, fields: Provenances, checks: Check[]): FieldName[] {
  const contradicted = checks.filter(({ ok }) => !ok).flatMap(concernsOf)
  const illegible = fieldNames.filter((name) => {
    const proof = fields[name]
    return proof && data[name] !== null && hasRows(data[name]) && certaintyOf(proof) !== 'sure'
  })
  return [...new Set([...missingFields(data), ...contradicted, ...illegible])]
}

const hasRows = (value: unknown) => !Array.isArray(value) || value.length > 0

import type { InvoiceData } from '../invoices/invoice-data.ts'

/** By the code of Uruguay's tax office, whose first digit tells apart what was written while the system was down. */
const types: [code: RegExp, type: InvoiceData['document_type']][] = [
  [/^[12][0-4]2$/, 'credit_note'],
  [/^[12][03]1$/, 'receipt'],
  [/^[12][0-4][13]$/, 'invoice'],
]

/** What a Uruguayan document is; waybills have no type of ours. */
export const cfeType = (code: string): InvoiceData['document_type'] =>
  types.find(([pattern]) => pattern.test(code))?.[1] ?? null

import type { InvoiceData } from '../invoices/invoice-data.ts'

const types = new Map<string, InvoiceData['document_type']>([
  ['32', 'receipt'],
  ['34', 'credit_note'],
])

/** What a Dominican e-CF is, by the code of the tax office. */
export const ecfType = (code: string | null): InvoiceData['document_type'] =>
  types.get(code ?? '') ?? 'invoice'

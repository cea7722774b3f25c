import type { InvoiceData } from '../invoices/invoice-data.ts'

const invoices = [1, 2, 3, 4, 6]
const credit = 5

/** What a Paraguayan document is; waybills and certificates of what was withheld have no type of ours. */
export function sifenType(code: number | null): InvoiceData['document_type'] {
  if (code === credit) return 'credit_note'
  return code !== null && invoices.includes(code) ? 'invoice' : null
}

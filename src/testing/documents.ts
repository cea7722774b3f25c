import type { InvoiceData } from '../invoices/invoice-data.ts'
import { emptyInvoice } from '../invoices/invoice-data.ts'

const encoder = new TextEncoder()

/** A file that passes for a PDF at the door; the fake reader reads the text after its first line. */
export const pdf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(`%PDF-1.4\n${text}`)

/** What an invoice says, as a text that the fake extractor understands. */
export const saying = (data: Partial<InvoiceData>) =>
  `${JSON.stringify({ ...emptyInvoice, ...sound, ...data })}`

/** A complete invoice whose sums are right. */
export const sound: Partial<InvoiceData> = {
  document_type: 'invoice',
  issuer_name: 'Comercial Ñandú SpA',
  issuer_tax_id: '76192083-9',
  invoice_number: 'F-1001',
  date: '2026-08-24',
  currency: 'CLP',
  subtotal: 1000,
  tax: 190,
  total: 1190,
}

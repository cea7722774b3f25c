import type { Check } from '../../invoices/checks.ts'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { XmlElement } from '../../xml/xml-tree.ts'
import type { Sum } from './sums.ts'

/** One envelope of Chile's tax office may hold two thousand. */
export const mostInvoices = 2_000

/** One invoice as its issuer's program wrote it, and what it proves about itself. */
export interface EInvoice {
  format: string
  data: InvoiceData
  checks: Check[]
  /** What is left to pay, where the document says that too: a page may show it as its total. */
  due: number | null
}

/** What a format's reader finds; what it does not mention is not stated. */
export interface Stated extends Partial<Omit<InvoiceData, 'taxes' | 'products'>> {
  taxes?: Partial<InvoiceData['taxes'][number]>[]
  products?: Partial<InvoiceData['products'][number]>[]
  sums?: Sum[]
  due?: number | null
}

/** How one format is recognised and read. */
export interface Format {
  name: string
  /** Whether an element is the root of such an invoice, wherever in a file it stands. */
  recognises: (root: XmlElement) => boolean
  /** As many invoices as the element holds. */
  read: (root: XmlElement) => Stated[]
}

import type { Check } from '../invoices/checks.ts'
import type { InvoiceData, Provenances } from '../invoices/invoice-data.ts'
import type { ReadDocument } from '../invoices/words.ts'

export interface Extraction {
  data: InvoiceData
  fields: Provenances
  checks: Check[]
}

/** The narrow door: a document as read in, fields with their proof out. Everything else is ignorant of how. */
export interface Extractor {
  extract(document: ReadDocument, options: { signal: AbortSignal; today: string }): Promise<Extraction>
  /** Throws with the reason when a configured model can't be reached; nothing to check without one. */
  check(): Promise<void>
}

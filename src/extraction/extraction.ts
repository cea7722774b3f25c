import type { Check } from '../invoices/checks.ts'
import type { FieldName, InvoiceData, Provenances } from '../invoices/invoice-data.ts'
import type { ReadDocument } from '../invoices/words.ts'
import type { RulesFor } from './memory/recall.ts'
import type { PictureOf } from './model/pictures-for.ts'
import type { ModelUse } from './model/second-opinion.ts'

export interface Extraction {
  data: InvoiceData
  fields: Provenances
  checks: Check[]
  /** How many invoices the document holds; absent where it is one. */
  parts?: number
  /** What a model was asked, and what it cost; absent where none was asked. */
  model?: ModelUse
}

/** Only these fields are asked of a model, and what is known of the document from elsewhere. */
export interface Focus {
  names: FieldName[]
  known?: Partial<InvoiceData>
}

interface Circumstances {
  signal: AbortSignal
  today: string
  /** Which of a document's invoices is meant; the first unless said. */
  part?: number
  /** Its pages show several captures of one paper, the repeated lines left out already. */
  isCombined?: boolean
  /** How a page looks, for a model that sees. */
  pictureOf?: PictureOf
  /** Narrows what a model is asked; null: nothing is. */
  focus?: Focus | null
  /** What was learned of issuers that this document may be from. */
  rulesFor?: RulesFor
}

/** The narrow door: a document as read in, fields with their proof out. Everything else is ignorant of how. */
export interface Extractor {
  extract(document: ReadDocument, circumstances: Circumstances): Promise<Extraction>
  /** Throws with the reason when a configured model can't be reached; nothing to check without one. */
  check(): Promise<void>
}

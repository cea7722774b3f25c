import type { FieldName, InvoiceData, Provenance } from '../invoices/invoice-data.ts'
import type { Box, Word } from '../invoices/words.ts'
import { type Span, unionOf, wordsOf } from './text-lines.ts'

/** A value that stands on the page, and how sure its finder is. */
export interface Found<T> {
  value: T
  confidence: number
  /** Where it stands; none when it was read out of the document as a whole, such as its type. */
  spans: Span[]
  /** Who says so, when it isn't the page's own labels and layout. */
  source?: 'llm' | 'einvoice' | 'qr' | 'memory'
  /** Said by a model and nowhere in the document's own text: shown to a person, and no value of the invoice. */
  isUnproven?: boolean
  /** Where it was read when no words say it: a code's place on a page. */
  at?: { page: number | null; box: Box | null }
}

export type Findings = { [Name in FieldName]?: Found<NonNullable<InvoiceData[Name]>> }

/** Nothing that only looks right is certain; nothing below this is worth the name of a finding. */
export const surest = 0.98

/** Read by a program from what a program wrote: what its words look like on the page changes nothing. */
export const isExact = (source: Found<unknown>['source']) => source === 'einvoice' || source === 'qr'

/** The proof of a finding: its words' box, and no more certainty than the reader of those words had. */
export function provenanceOf({ value, confidence, spans, source, at }: Found<unknown>): Provenance {
  const first = spans[0]
  // A box is on one page: words on further pages support the value and aren't shown.
  const words = spans.filter((span) => span.line.page === first?.line.page).flatMap(wordsOf)
  return {
    value,
    confidence: isExact(source)
      ? confidence
      : Math.round(Math.min(surest, confidence * legibility(words)) * 100) / 100,
    source: source ?? first?.line.source ?? 'text',
    page: first?.line.page ?? at?.page ?? null,
    box: first ? clamp(words) : (at?.box ?? null),
  }
}

/** A word read by halves spoils the value it is part of, but a good sum or label still speaks for it. */
const legibility = (words: Word[]) =>
  words.length === 0
    ? 1
    : 0.4 + 0.6 * Math.min(1, Math.max(0, Math.min(...words.map((word) => word.confidence))))

function clamp(words: Word[]): Provenance['box'] {
  const [x0, y0, x1, y1] = unionOf(words).map((value) => Math.min(1, Math.max(0, value)))
  return [x0!, y0!, x1!, y1!]
}

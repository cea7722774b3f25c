import type { FieldName, InvoiceData, Provenance } from '../invoices/invoice-data.ts'
import type { Word } from '../invoices/words.ts'
import { type Span, unionOf, wordsOf } from './text-lines.ts'

/** A value that stands on the page, and how sure its finder is. */
export interface Found<T> {
  value: T
  confidence: number
  /** Where it stands; none when it was read out of the document as a whole, such as its type. */
  spans: Span[]
  /** Who says so, when it isn't the page's own labels and layout. */
  source?: 'llm'
}

export type Findings = { [Name in FieldName]?: Found<NonNullable<InvoiceData[Name]>> }

/** Nothing that only looks right is certain; nothing below this is worth the name of a finding. */
export const surest = 0.98

/** The proof of a finding: its words' box, and no more certainty than the reader of those words had. */
export function provenanceOf({ value, confidence, spans, source }: Found<unknown>): Provenance {
  const first = spans[0]
  // A box is on one page: words on further pages support the value and aren't shown.
  const words = spans.filter((span) => span.line.page === first?.line.page).flatMap(wordsOf)
  return {
    value,
    confidence: Math.round(Math.min(surest, confidence * legibility(words)) * 100) / 100,
    source: source ?? first?.line.source ?? 'text',
    page: first?.line.page ?? null,
    box: first ? clamp(words) : null,
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

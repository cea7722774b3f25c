import type { Survey } from '../survey.ts'
import { type Span, unionOf, wordsOf } from '../text-lines.ts'
import { findPrinted, type Printed } from './find-printed.ts'
import { labelsOf } from './label-of.ts'
import type { Format, How, RuleField } from './rule.ts'

/** What a person put into a field, and what had been read there. */
export interface Correction {
  field: RuleField
  value: string | number
  insteadOf: string | number | null
}

const mostProposed = 24
/** What does not change from one document of an issuer to the next. */
const constant: RuleField[] = [
  'document_type',
  'issuer_name',
  'issuer_tax_id',
  'issuer_address',
  'customer_name',
  'customer_tax_id',
  'currency',
  'payment_terms',
]
/** Whose own document it is does not depend on where that is printed. */
const identity: RuleField[] = ['issuer_name', 'issuer_address']

/** Ways to find a value again, the most telling first. */
export function proposeRules(correction: Correction, survey: Survey, despiteSums: boolean): How[] {
  const { field, value, insteadOf } = correction
  // Its kind is a document's own; the word for it that is printed is another.
  const printed = field === 'document_type' ? [] : findPrinted(field, value, survey)
  const more: Format = despiteSums ? { despiteSums: true } : {}
  const where = [
    ...printed.flatMap((place) => byLabels(place, survey, more)),
    ...printed.flatMap((place) => byPlace(place, survey, more)),
  ]
  if (!constant.includes(field)) return distinct(where)
  const before = insteadOf === null ? null : String(insteadOf)
  const always: How = {
    by: 'default',
    value: String(value),
    insteadOf: before,
    isPrinted: printed.length > 0,
  }
  return distinct(identity.includes(field) ? [always, ...where] : [...where, always])
}

const byLabels = ({ span, format }: Printed, { lines }: Survey, more: Format): How[] =>
  labelsOf(span, lines).flatMap((label) =>
    (['first', 'last'] as const).map((pick): How => ({ by: 'label', ...label, pick, ...format, ...more })),
  )

function byPlace({ span, format }: Printed, { lines }: Survey, more: Format): How[] {
  const page = pageOf(span, lines[0]?.page, lines.at(-1)?.page)
  if (!page) return []
  const [x0, y0, x1, y1] = unionOf(wordsOf(span)).map((side) => Math.round(side * 1000) / 1000)
  return [{ by: 'place', page, box: [x0!, y0!, x1!, y1!], ...format, ...more }]
}

/** A page in the middle is another one in a longer document. */
const pageOf = ({ line }: Span, first: number | undefined, last: number | undefined) =>
  line.page === first ? 'first' : line.page === last ? 'last' : null

const distinct = (proposed: How[]): How[] =>
  [...new Map(proposed.map((how) => [JSON.stringify(how), how])).values()].slice(0, mostProposed)

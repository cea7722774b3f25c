import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { InvoiceId } from '../../invoices/invoices.table.ts'
import { isSameValue } from '../same-value.ts'
import type { Survey } from '../survey.ts'
import { followRule } from './follow-rule.ts'
import type { How, RuleField } from './rule.ts'

/** A document that a person has confirmed, read once more. */
export interface PastDocument {
  invoiceId: InvoiceId
  survey: Survey
  truth: InvoiceData
}

export interface Outcome {
  invoiceId: InvoiceId
  /** It found what a person confirmed, found something else, or had nothing to say. */
  verdict: 'hit' | 'miss' | 'silent'
  found: string | number | null
  truth: string | number | null
}

export interface Trial {
  hits: number
  misses: number
  outcomes: Outcome[]
}

/** What a rule would have found in a document, beside what was confirmed of it. */
export function tryRule(field: RuleField, how: How, { invoiceId, survey, truth }: PastDocument): Outcome {
  const right = truth[field]
  const found = followRule(field, how, survey)?.value ?? null
  // Who left a field empty had no use for it, which doesn't make what is printed there wrong; a constant isn't printed.
  const isUnsaid = right === null && how.by !== 'default'
  const verdict = found === null || isUnsaid ? 'silent' : isSameValue(found, right) ? 'hit' : 'miss'
  return { invoiceId, verdict, found, truth: right }
}

export const trialOf = (outcomes: Outcome[]): Trial => ({
  outcomes,
  hits: outcomes.filter(({ verdict }) => verdict === 'hit').length,
  misses: outcomes.filter(({ verdict }) => verdict === 'miss').length,
})

/** A rule counts when it has found something, and would have spoiled nothing that was right. */
export const isProven = (how: How, { hits, misses }: Pick<Trial, 'hits' | 'misses'>) =>
  misses === 0 && hits >= (how.by === 'default' && how.isPrinted ? 2 : 1)

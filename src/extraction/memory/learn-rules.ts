import { checkInvoice } from '../../invoices/check-invoice.ts'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { InvoiceId } from '../../invoices/invoices.table.ts'
import { type Correction, proposeRules } from './propose-rules.ts'
import { isAmount } from './read-value.ts'
import type { How, RuleField } from './rule.ts'
import { isProven, type Outcome, type PastDocument, type Trial, trialOf, tryRule } from './try-rule.ts'

/** A way to find a field that is being tried on one document after the other. */
export interface Candidate {
  field: RuleField
  how: How
  outcomes: Outcome[]
}

export interface Learned extends Trial {
  field: RuleField
  how: How
}

/** All ways in which the values that a person put in could be found in their own document. */
export const candidatesFor = (corrections: Correction[], own: PastDocument): Candidate[] =>
  corrections.flatMap((correction) => {
    const { field } = correction
    const despiteSums = isAmount(field) && defiesSums(own.truth)
    return proposeRules(correction, own.survey, despiteSums).map((how) => ({ field, how, outcomes: [] }))
  })

/** Where the amounts that a person confirmed make no sum, no sum can judge how they are found. */
const defiesSums = (truth: InvoiceData) =>
  checkInvoice(truth, { today: '' }).some(({ name, ok }) => name === 'totals_sum' && !ok)

export function tryOn(document: PastDocument, candidates: Candidate[]) {
  for (const { field, how, outcomes } of candidates) outcomes.push(tryRule(field, how, document))
}

/** Of each field the way that finds most and spoils least; none that misses what it was made from. */
export function chooseRules(candidates: Candidate[], ownId: InvoiceId): Learned[] {
  const best = new Map<RuleField, Learned>()
  for (const { field, how, outcomes } of candidates) {
    const learned = { field, how, ...trialOf(outcomes) }
    const isOwn = outcomes.some(({ invoiceId, verdict }) => invoiceId === ownId && verdict === 'hit')
    const other = best.get(field)
    if (isOwn && (!other || worth(learned) > worth(other))) best.set(field, learned)
  }
  return [...best.values()].filter(({ how, hits }) => hits > 1 || how.by !== 'default' || !how.isPrinted)
}

/** One that would have spoiled something is worth less than any that would not. */
const worth = ({ how, hits, misses }: Learned) =>
  isProven(how, { hits, misses }) ? 1_000 + hits : hits - 10 * misses

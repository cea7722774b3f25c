import { readTaxId } from '../../invoices/tax-id.ts'
import { type Findings, type Found, isExact, surest } from '../found.ts'
import { isSameValue } from '../same-value.ts'
import { sumsClose } from '../sums-close.ts'
import type { Survey } from '../survey.ts'
import { followRule } from './follow-rule.ts'
import { isAmount } from './read-value.ts'
import type { Rule, RuleField } from './rule.ts'

/** How sure a rule is that has been right once, and how that grows; a place tells less than a label. */
const sureness = { label: 0.5, place: 0.7, default: 0.6 }
/** What is read as plainly as this is news to a rule that says the same for every document. */
const plain = 0.85
/** Who issued a document doesn't change, whatever was read this time. */
const lasting: RuleField[] = ['issuer_name', 'issuer_tax_id', 'issuer_address']

/** What is known of an issuer among what was read: it wins over that, but not over sums, check digits and codes. */
export function applyRules(read: Findings, rules: Rule[], survey: Survey): Findings {
  const said: Record<string, Found<unknown>> = {}
  for (const rule of [...rules].sort((a, b) => certaintyOf(b) - certaintyOf(a))) {
    const { field } = rule
    const found = said[field] ? null : followRule(field, rule.how, survey)
    const ours = read[field] as Found<unknown> | undefined
    if (!found || (ours && (isExact(ours.source) || isNews(rule, ours)))) continue
    said[field] = { ...found, confidence: certaintyOf(rule), source: 'memory' }
  }
  const proposed = said as Findings
  for (const name of ['issuer_tax_id', 'customer_tax_id'] as const)
    if (isWrongId(proposed[name]) && !isWrongId(read[name])) delete proposed[name]
  if (breaksSums(read, proposed, rules)) for (const name of amounts) delete proposed[name]
  return { ...read, ...withAgreement(read, proposed) }
}

const amounts = ['subtotal', 'tax', 'total'] as const

const certaintyOf = ({ how, hits }: Rule) => Math.min(0.97, 1 - sureness[how.by] / (hits + 2.5))

function isNews({ field, how }: Rule, { value, confidence }: Found<unknown>): boolean {
  if (how.by !== 'default' || lasting.includes(field)) return false
  return (
    confidence >= plain &&
    !isSameValue(String(value), how.insteadOf) &&
    !isSameValue(String(value), how.value)
  )
}

function isWrongId(found: Found<string> | undefined): boolean {
  const verdicts = found ? readTaxId(found.value).map(({ verdict }) => verdict) : []
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'wrong')
}

/** Sums that close are not given up, unless this issuer's never did. */
function breaksSums(read: Findings, proposed: Findings, rules: Rule[]): boolean {
  const defies = rules.some(({ field, how }) => isAmount(field) && how.by !== 'default' && how.despiteSums)
  return !defies && sumsClose(read) && !sumsClose({ ...read, ...proposed })
}

/** What was read anyway keeps its place and its source, and is the surer. */
function withAgreement(read: Findings, proposed: Findings): Findings {
  const settled: Record<string, Found<unknown>> = {}
  for (const [name, theirs] of Object.entries(proposed) as [RuleField, Found<unknown>][]) {
    const ours = read[name] as Found<unknown> | undefined
    const agrees = ours && isSameValue(ours.value, theirs.value) && theirs.spans.length > 0
    settled[name] = agrees
      ? { ...ours, confidence: Math.min(surest, Math.max(ours.confidence, theirs.confidence)) }
      : theirs
  }
  return settled as Findings
}

import { type FieldName, fieldNames } from '../../invoices/invoice-data.ts'
import { readTaxId } from '../../invoices/tax-id.ts'
import { type Findings, type Found, isExact } from '../found.ts'
import { isSameValue } from '../same-value.ts'
import { agreed } from './agreed.ts'
import { type Credit, creditOf } from './credit.ts'
import { isRespelled } from './find-misread.ts'
import { isPlausible } from './is-plausible.ts'
import { settleAmounts } from './settle-amounts.ts'
import { settleProducts } from './settle-products.ts'

/** What two readers contradict each other about is less certain, whoever is believed. */
const contradicted = 0.75
/** Below this our own reading is hardly more than a guess. */
const guess = 0.5
/** What only a model says: after it was tried on what is known, and untried. */
const most: Record<Credit, number> = { tried: 0.75, untried: 0.55, none: 0 }
const judged = 0.6
/** What a recogniser read below this, letter for letter. */
const plain = 0.9
const respelled = 0.75

const together: FieldName[] = ['subtotal', 'tax', 'total', 'taxes', 'products']

interface Trust {
  /** It was shown a photo that somebody took for its sake: what it says need not be in the words. */
  isSeen?: boolean
}

/**
 * A model's answers beside what was read without it. What was read gives way only where a judge says so: sums, check
 * digits, or its own weakness. A model that is wrong about what is known changes nothing.
 */
export function reconcile(
  read: Findings,
  answers: Findings,
  controls: FieldName[],
  { isSeen = false }: Trust = {},
): Findings {
  const credit = creditOf(read, answers, controls)
  if (credit === 'none') return read
  const said = credit === 'tried' || isSeen ? answers : provenOnly(answers)
  const settled: Record<string, Found<unknown>> = { ...read }
  for (const name of fieldNames) {
    const theirs = said[name] as Found<unknown> | undefined
    if (!theirs || together.includes(name)) continue
    const ours = read[name] as Found<unknown> | undefined
    const found = ours ? weigh(name, ours, theirs, credit, read) : fill(name, theirs, credit, read)
    if (found) settled[name] = found
  }
  const findings: Findings = { ...settled, ...settleAmounts(read, said, credit) }
  const products = settleProducts(findings, said, credit)
  return products ? { ...findings, products } : findings
}

/** Of a model that could not be tried, nothing is taken that the page does not show. */
const provenOnly = (answers: Findings): Findings =>
  Object.fromEntries(
    Object.entries(answers).map(([name, found]) => [
      name,
      found.spans.length > 0 ? found : { ...found, isUnproven: true },
    ]),
  )

function fill(name: FieldName, theirs: Found<unknown>, credit: Credit, read: Findings) {
  // A kind is judged from the whole of a document: there is no place to look for it.
  if (name === 'document_type' && credit === 'tried')
    return { ...theirs, confidence: judged, isUnproven: false }
  return isPlausible(name, theirs.value, read) ? limited(theirs, credit) : undefined
}

function weigh(
  name: FieldName,
  ours: Found<unknown>,
  theirs: Found<unknown>,
  credit: Credit,
  read: Findings,
): Found<unknown> | undefined {
  if (isExact(ours.source) || theirs.spans.length === 0) return undefined
  if (isSameValue(ours.value, theirs.value)) return agreed(ours, theirs)
  if (credit === 'tried' && isMisspelled(name, ours, theirs)) return { ...theirs, confidence: respelled }
  if (credit !== 'tried') return undefined
  const isBetter = isMisreadId(name, ours.value, theirs.value) || ours.confidence < guess
  if (isBetter && isPlausible(name, theirs.value, read)) return limited(theirs, credit)
  return { ...ours, confidence: ours.confidence * contradicted }
}

const limited = (theirs: Found<unknown>, credit: Credit) => ({
  ...theirs,
  confidence: Math.min(theirs.confidence, most[credit]),
})

/** A model that sees the page spells its names better than who took them letter by letter. */
const isMisspelled = (name: FieldName, ours: Found<unknown>, theirs: Found<unknown>) =>
  ours.spans[0]?.line.source === 'ocr' &&
  ours.confidence < plain &&
  isRespelled(name, ours.value, theirs.value)

/** A check digit tells a right identity from a misread one. */
function isMisreadId(name: FieldName, ours: unknown, theirs: unknown): boolean {
  if (name !== 'issuer_tax_id' && name !== 'customer_tax_id') return false
  const [before, after] = [ours, theirs].map((id) => readTaxId(String(id)).map(({ verdict }) => verdict))
  return before!.length > 0 && !before!.some((verdict) => verdict !== 'wrong') && after!.includes('valid')
}

import type { Check } from '../../invoices/checks.ts'
import { fieldNames } from '../../invoices/invoice-data.ts'
import type { PageOfWords } from '../../invoices/words.ts'
import { compareCode } from '../fiscal-codes/compare-code.ts'
import type { Findings, Found } from '../found.ts'
import type { Survey } from '../survey.ts'
import { comparePage } from './compare-page.ts'
import type { EInvoice } from './einvoice.ts'
import { fillFromPage } from './fill-from-page.ts'
import { placesInListing } from './places-in-listing.ts'

interface Answer {
  findings: Findings
  checks: Check[]
}

/** What the issuer's program wrote is what the invoice says, but where the page beside it says something else. */
const certain = 0.99
const contradicted = 0.6
/** Rows are looked for one by one: so many are found at once, and nobody looks at the places of more. */
const mostRows = 100

/** What an e-invoice says that is a document of its own: its pages are no more than a listing of it. */
export function answerOf({ data, checks }: EInvoice, pages: PageOfWords[]): Answer {
  const placeOf = placesInListing(pages)
  const findings: Record<string, Found<unknown>> = {}
  for (const name of fieldNames)
    if (!isEmpty(data[name])) findings[name] = { ...stated(data[name]), at: placeOf(data[name]) }
  return { findings, checks }
}

/**
 * What an e-invoice says that travels inside of a document made for people: each value with its place on the page,
 * where the page contradicts it, and what only the page says.
 */
export function answerBeside(einvoice: EInvoice, read: Findings, survey: Survey): Answer {
  const { data, checks } = einvoice
  const says = { ...data, products: data.products.length > mostRows ? [] : data.products }
  const comparisons = compareCode({ says }, read, survey)
  const comparison = comparePage(einvoice, comparisons)
  const findings: Record<string, Found<unknown>> = { ...fillFromPage(data, read) }
  for (const name of fieldNames) {
    const spans = comparisons.find((each) => each.name === name)?.spans ?? []
    const confidence = comparison.contradicted.includes(name) ? contradicted : certain
    if (!isEmpty(data[name])) findings[name] = { ...stated(data[name]), spans, confidence }
  }
  return { findings, checks: [...checks, ...comparison.checks] }
}

const stated = (value: unknown) => ({ value, confidence: certain, spans: [], source: 'einvoice' as const })

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

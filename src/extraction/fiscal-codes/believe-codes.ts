import type { Check } from '../../invoices/checks.ts'
import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Findings, Found } from '../found.ts'
import type { Survey } from '../survey.ts'
import { checkCode } from './check-code.ts'
import { type Comparison, compareCode } from './compare-code.ts'
import type { FiscalCode } from './fiscal-code.ts'

/** How sure a code's values are: shown on the page too, said by the code alone, and contradicted by the page. */
const certainty = {
  ok: { shown: 0.99, silent: 0.97, contradicted: 0.75 },
  'not-verifiable': { shown: 0.98, silent: 0.93, contradicted: 0.7 },
}
/** What a page must be of its own reading to keep it against a code that can't be verified: in print, in a scan. */
const surePage = { text: 0.7, ocr: 0.9, loose: 0.6 }
/** Names have more than one form, and subtotals are counted in more than one way: the page's own is as good. */
const loose: FieldName[] = ['issuer_name', 'customer_name', 'subtotal']
const doubted = 0.75
/** A payment may be a part of the total, and made to somebody else than the issuer. */
const payment = { agreed: 0.95, alone: 0.75 }

interface Match {
  code: FiscalCode
  comparisons: Comparison[]
}

/** The document's findings with what its fiscal code says among them, and how the two go together. */
export function believeCodes(codes: FiscalCode[], read: Findings, survey: Survey) {
  const matches = codes
    .map((code): Match => ({ code, comparisons: compareCode(code, read, survey) }))
    .filter(({ comparisons }) => isOfThisDocument(comparisons))
    .sort((a, b) => shown(b.comparisons) - shown(a.comparisons))
  const fiscal = matches.filter(({ code }) => !code.isPayment)
  // A code that somebody changed is worth a warning and nothing else.
  const believed = fiscal.find(({ code }) => code.verification !== 'mismatch')
  const changed = fiscal.find(({ code }) => code.verification === 'mismatch')
  const checks: Check[] = [changed, believed].flatMap((match) =>
    match ? checkCode(match.code, match.comparisons) : [],
  )
  const bill = matches.find(({ code }) => code.isPayment)
  const findings = { ...read, ...(bill ? valuesOf(bill, ofPayment) : {}) }
  if (!believed) return { findings, checks }
  return { findings: { ...findings, ...doubtedName(believed, read), ...valuesOf(believed, ofCode) }, checks }
}

/** Who was taken for the issuer by another's identity gave its name too. */
function doubtedName({ comparisons }: Match, { issuer_name: name, issuer_tax_id: id }: Findings): Findings {
  const said = comparisons.find((comparison) => comparison.name === 'issuer_tax_id')
  if (!name || !id || name.source === 'einvoice' || !said || said.value === id.value) return {}
  return { issuer_name: { ...name, confidence: name.confidence * doubted } }
}

/** What is printed of another document, or on an advertisement beside this one, agrees with nothing here. */
const isOfThisDocument = (comparisons: Comparison[]) =>
  comparisons.filter(({ verdict }) => verdict === 'contradicted').length < 2 || shown(comparisons) > 1

const telling: FieldName[] = ['issuer_tax_id', 'customer_tax_id', 'invoice_number', 'date', 'total', 'cufe']
const shown = (comparisons: Comparison[]) =>
  comparisons.filter(({ name, verdict }) => verdict === 'shown' && telling.includes(name)).length

type Choose = (comparison: Comparison, code: FiscalCode) => Found<unknown> | undefined

function valuesOf({ code, comparisons }: Match, choose: Choose): Findings {
  const values: Record<string, Found<unknown>> = {}
  for (const comparison of comparisons) {
    const value = comparison.read?.source === 'einvoice' ? undefined : choose(comparison, code)
    if (value) values[comparison.name] = value
  }
  return values as Findings
}

function ofCode({ name, value, spans, verdict, read }: Comparison, { verification, page, box }: FiscalCode) {
  if (verification === 'mismatch') return undefined
  if (loose.includes(name) && verdict !== 'shown' && read && read.confidence >= surePage.loose)
    return undefined
  if (verdict === 'contradicted' && verification !== 'ok' && read) {
    const isPrinted = read.spans.every(({ line }) => line.source === 'text')
    if (read.confidence >= (isPrinted ? surePage.text : surePage.ocr))
      return { ...read, confidence: read.confidence * doubted }
  }
  return {
    value,
    spans,
    confidence: certainty[verification][verdict],
    source: 'qr' as const,
    at: { page, box },
  }
}

function ofPayment({ name, value, spans, verdict, read }: Comparison, { page, box }: FiscalCode) {
  if (read && value === read.value) return { ...read, confidence: Math.max(read.confidence, payment.agreed) }
  // A part of the total may well stand on the page, and is no better total for it.
  const isBetter =
    name !== 'total' && verdict === 'shown' && read !== undefined && read.confidence < payment.alone
  if (read && !isBetter) return undefined
  return { value, spans, confidence: payment.alone, source: 'qr' as const, at: { page, box } }
}

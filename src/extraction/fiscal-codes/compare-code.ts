import { type FieldName, fieldNames, type InvoiceData, invoiceData } from '../../invoices/invoice-data.ts'
import { absolute, toMicros } from '../../invoices/money.ts'
import type { Findings, Found } from '../found.ts'
import { bare, placesOf } from '../prove.ts'
import type { Survey } from '../survey.ts'
import { type Span, wordsOf } from '../text-lines.ts'
import type { FiscalCode } from './fiscal-code.ts'

/** One value of a code beside what the rest of the document says of it. */
export interface Comparison {
  name: FieldName
  /** As the page writes it, where it does. */
  value: NonNullable<InvoiceData[FieldName]>
  spans: Span[]
  verdict: 'shown' | 'contradicted' | 'silent'
  read: Found<unknown> | undefined
}

/** What a document says in its own words, and clearly enough to contradict. */
const comparable: FieldName[] = [
  'issuer_tax_id',
  'customer_tax_id',
  'invoice_number',
  'date',
  'tax',
  'total',
  'cufe',
]
const clear = { finder: 0.5, words: 0.8 }

/** All of a code that is compared: what else says values exactly is compared alike. */
type Said = Pick<FiscalCode, 'says' | 'spellings'>

export function compareCode(code: Said, read: Findings, survey: Survey): Comparison[] {
  return fieldNames.flatMap((name) => {
    const said = invoiceData.shape[name].safeParse(code.says[name])
    if (!said.success || said.data === null || said.data === undefined) return []
    return [{ name, read: read[name], ...compare(name, said.data, code, read, survey) }]
  })
}

function compare(name: FieldName, said: Comparison['value'], code: Said, read: Findings, survey: Survey) {
  const own = read[name] as Found<Comparison['value']> | undefined
  const spellings = code.spellings?.[name] ?? [said]
  if (own && spellings.some((spelling) => isSame(own.value, spelling)))
    return { value: own.value, spans: own.spans, verdict: 'shown' as const }
  // An e-invoice is right to the letter, and a listing of it shows whatever stands anywhere in it.
  if (own?.source !== 'einvoice') {
    for (const spelling of spellings) {
      const spans = placesOf(name, spelling, survey)
      if (spans.length > 0) return { value: spelling, spans, verdict: 'shown' as const }
    }
    const spans = lessStrictly(name, said, survey)
    if (spans.length > 0) return { value: said, spans, verdict: 'shown' as const }
  }
  const isContradicted =
    own !== undefined &&
    comparable.includes(name) &&
    isClear(own) &&
    // The customer taken for the issuer is a mistake of reading.
    !Object.values(code.says).some((other) => other !== null && isSame(own.value, other))
  return { value: said, spans: [], verdict: isContradicted ? ('contradicted' as const) : ('silent' as const) }
}

function isSame(a: unknown, b: unknown): boolean {
  // A credit note's amounts may have the sign that its name already says.
  if (typeof a === 'number' && typeof b === 'number') return absolute(toMicros(a)) === absolute(toMicros(b))
  return typeof a === 'string' && typeof b === 'string' && bare(a) === bare(b)
}

const isClear = ({ confidence, spans }: Found<unknown>) =>
  confidence >= clear.finder && spans.flatMap(wordsOf).every((word) => word.confidence >= clear.words)

/** A date whose order, an amount whose decimal mark, and a number whose series the page leaves open. */
function lessStrictly(name: FieldName, said: Comparison['value'], survey: Survey): Span[] {
  if (name === 'date') {
    const [year, month, day] = String(said).split('-')
    const swapped = survey.dates.find(
      ({ iso, isAmbiguous }) => isAmbiguous && iso === `${year}-${day}-${month}`,
    )
    return swapped ? [swapped.span] : []
  }
  if (typeof said === 'number') {
    const texts = [said.toFixed(2), ...(Number.isInteger(said) ? [String(said)] : [])]
    return placeOfWord(texts.map(bare), survey)
  }
  if (name === 'invoice_number') {
    const last = /\d+$/.exec(String(said))?.[0] ?? ''
    return placeOfWord([last, String(Number(last))], survey)
  }
  return []
}

/** A whole word of these digits; fewer than three stand everywhere. */
function placeOfWord(digits: string[], { lines }: Survey): Span[] {
  for (const line of lines) {
    const at = line.words.findIndex(({ text }) => {
      const word = text.length < 40 ? text.replace(/\D/g, '') : ''
      return word.length > 2 && digits.includes(word)
    })
    if (at >= 0) return [{ line, from: at, to: at + 1 }]
  }
  return []
}

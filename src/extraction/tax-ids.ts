import { readTaxId, type TaxCountry } from '../invoices/tax-id.ts'
import { label, spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import type { Line, Span } from './text-lines.ts'
import { textOf } from './text-lines.ts'

/** A tax identity as it stands on the page. */
export interface PrintedTaxId {
  value: string
  span: Span
  isLabelled: boolean
  isValid: boolean
  /** Where it may be from: the label's country, and those whose check digit holds. */
  countries: TaxCountry[]
}

export const taxIdLabels = [
  label('CL', 1, 'r\\.?u\\.?t\\.?(?: ?n(?:o|ro)?\\.?)?|rol unico tributario'),
  label('CO', 1, 'n\\.?i\\.?t\\.?'),
  label('RUC', 1, 'r\\.?u\\.?c\\.?'),
  label('MX', 1, 'r\\.?f\\.?c\\.?(?: emisor| receptor)?'),
  label('AR', 1, 'c\\.?u\\.?i\\.?[tl]\\.?'),
  label('BR', 1, 'c\\.?n\\.?p\\.?j\\.?'),
  label(
    'ES',
    1,
    '(?:n\\.?i\\.?f|c\\.?i\\.?f|n\\.?i\\.?e)\\.?(?: ?/ ?(?:cif|nif|dni|vat))?(?: intracomunitario)?',
  ),
  label(
    'any',
    1,
    '(?:vat|gst|btw|tva)[- ]?(?:id|no|nr|nummer|number|reg(?:istration)?|intra(?:com(?:munautaire)?)?)?\\.?(?: ?(?:no|number|nr)\\.?)?|ust-?id(?:-?nr)?\\.?|umsatzsteuer-?id(?:ent(?:ifikations)?nummer)?|steuer-?(?:nr|nummer)\\.?|tax (?:id|number|no|reg(?:istration)? no)\\.?|n\\.? ?tva|p\\.? ?iva|partita iva|siret|siren|e\\.?i\\.?n\\.?|abn',
  ),
]

const longestInWords = 5

/** Tax identities: what follows a label that announces one, and what proves itself by its check digit. */
export function taxIdsIn(lines: Line[]): PrintedTaxId[] {
  const ids = lines.flatMap((line) => {
    if (!/\d{3}/.test(line.plain)) return []
    const labelled = spotsOf(line, taxIdLabels).flatMap(
      ({ kind, span }) => labelledId(kind, line, span.to) ?? [],
    )
    const bare = line.words.flatMap((_, i) => provenId(line, i) ?? [])
    const isNew = ({ span }: PrintedTaxId) =>
      !labelled.some((other) => span.from >= other.span.from && span.to <= other.span.to)
    return [...labelled, ...bare.filter(isNew)].sort((a, b) => a.span.from - b.span.from)
  })
  return ids.slice(0, limits.marks)
}

const trimmed = (text: string) => text.replace(/^[:#.\s-]+|[\s.,;:)]+$/g, '')

function labelledId(kind: string, line: Line, after: number): PrintedTaxId | null {
  let from = after
  while (/^(?:[:#.-]+|n[o°º]?\.?:?|nro\.?:?)$/i.test(line.words[from]?.text ?? '')) from++
  let plain: PrintedTaxId | null = null
  for (let to = Math.min(line.words.length, from + longestInWords); to > from; to--) {
    const value = trimmed(textOf({ line, from, to })).toUpperCase()
    const readings = readTaxId(value)
    if (readings.length > 0) return printed(kind, value, { line, from, to })
    if (/^[A-Z]{0,3}[ -]?\d[\dA-Z./ -]{4,22}$/.test(value) && value.replace(/\D/g, '').length >= 6)
      if (to === from + 1 || isOneNumber(line, from, to)) plain ??= printed(kind, value, { line, from, to })
  }
  return plain
}

/** "DE 232 446 240" is one identity; a telephone in the next column isn't part of it. */
const isOneNumber = (line: Line, from: number, to: number) =>
  line.words.slice(from, to).every((word, i, words) => {
    const short = /^(?:[A-Z]{2}|[A-Z]{0,2}\d[\dA-Z.-]{0,9})$/.test(word.text)
    return short && (i === 0 || word.box[0] - words[i - 1]!.box[2] < line.em * 0.6)
  })

/** Without a label only a form that nothing else has, and only with the right digit. */
function provenId(line: Line, at: number): PrintedTaxId | null {
  const value = trimmed(line.words[at]!.text).toUpperCase()
  if (/^[\d.]*$/.test(value) || !readTaxId(value).some(({ verdict }) => verdict === 'valid')) return null
  return { ...printed('any', value, { line, from: at, to: at + 1 }), isLabelled: false }
}

function printed(kind: string, value: string, span: Span): PrintedTaxId {
  const readings = readTaxId(value)
  const valid = readings.filter(({ verdict }) => verdict === 'valid').map(({ country }) => country)
  const shaped = readings.map(({ country }) => country)
  const named = kind === 'RUC' ? (['PE', 'PA'] as const) : [kind as TaxCountry]
  // A RUT or a NIT is also what other countries call theirs: the label alone proves no country.
  const countries = shaped.filter((country) => named.includes(country as never))
  return {
    value,
    span,
    isLabelled: true,
    isValid: valid.length > 0,
    countries: countries.length > 0 ? countries : valid,
  }
}

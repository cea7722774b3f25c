import { readTaxId } from '../invoices/tax-id.ts'
import type { Country } from './country.ts'
import { label, overlapsAcross, spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import type { Line, Span } from './text-lines.ts'
import { textOf } from './text-lines.ts'
import { mendVatId, readVatId } from './vat-ids.ts'

/** A tax identity as it stands on the page. */
export interface PrintedTaxId {
  value: string
  span: Span
  isLabelled: boolean
  isValid: boolean
  /** Where it may be from: the label's country, and those whose check digit holds. */
  countries: Country[]
  /** Of several that one party prints, the one to be known by: lower is better. */
  rank: number
  /** Whose its own label says it is: "Ihre USt-IdNr.", "N° TVA client". */
  owner: 'issuer' | 'customer' | null
  /** A letter was read for a digit, and was set right. */
  isMended: boolean
}

type Kind = Country | 'RUC' | 'vat' | 'tax' | 'register'

const no = '(?: ?(?:n[o0]|nr|nro|number|nummer|num|#)\\.?)?'
export const taxIdLabels = [
  label<Kind>('CL', 1, 'r\\.?u\\.?t\\.?(?: ?n(?:o|ro)?\\.?)?|rol unico tributario'),
  label<Kind>('CO', 1, 'n\\.?i\\.?t\\.?'),
  label<Kind>('RUC', 1, 'r\\.?u\\.?c\\.?'),
  label<Kind>('MX', 1, 'r\\.?f\\.?c\\.?(?: emisor| receptor)?'),
  label<Kind>('AR', 1, 'c\\.?u\\.?i\\.?[tl]\\.?'),
  label<Kind>('IN', 1, `gstin(?: ?/ ?uin)?${no}`),
  label<Kind>('DO', 1, `r\\.?n\\.?c\\.?(?: ?/ ?cedula)?${no}`),
  label<Kind>('BR', 1, 'c\\.?n\\.?p\\.?j\\.?'),
  label<Kind>(
    'ES',
    1,
    '(?:n\\.?i\\.?f|c\\.?i\\.?f|n\\.?i\\.?e)\\.?(?: ?/ ?(?:cif|nif|dni|vat))?(?: intracomunitario)?',
  ),
  label<Kind>(
    'vat',
    1,
    `(?:va[ti1]|btw|t[vu]a)[- ]?(?:id(?:entification)?|reg(?:istration)?|intra[- ]?(?:com(?:munautaire)?)?)?\\.?${no}|u(?:ms(?:atz)?)?st(?:euer)?\\.?-? ?[il1]d(?:ent(?:ifikations)?)?\\.?-? ?(?:nr|nummer|no)?\\.?|p\\.? ?iva|partita iva|n\\.? ?tva|n\\.?i\\.?p\\.?c|contribuinte`,
  ),
  label<Kind>(
    'tax',
    1,
    `(?:gst|sst)[- ]?(?:id|reg(?:istration)?)?\\.?${no}|steuer-?(?:nr|nummer)\\.?|tax (?:id|number|no|reg(?:istration)?)\\.?${no}|e\\.?i\\.?n\\.?|abn|tin|ice`,
  ),
  label<Kind>('tax', 1, 'identificacion|cedula(?: juridica)?'),
  label<Kind>('register', 1, 'siret|siren|kvk(?: \\S{1,12})?'),
]
const ranks: Partial<Record<Kind, number>> = { vat: 0, tax: 1, register: 2 }

const longestInWords = 6

/** Tax identities: what follows a label that announces one, and what proves itself by its check digit. */
export function taxIdsIn(lines: Line[]): PrintedTaxId[] {
  const ids = lines.flatMap((line, at) => {
    const spots = spotsOf(line, taxIdLabels)
    if (spots.length === 0 && !/\d{3}/.test(line.plain)) return []
    const labelled = spots.flatMap(
      ({ kind, span }) =>
        labelledId(kind, line, span) ?? idBelow(kind, span, lines.slice(at + 1, at + 3)) ?? [],
    )
    const bare = line.words.flatMap((_, i) => provenId(line, i) ?? [])
    const isNew = ({ span }: PrintedTaxId) =>
      !labelled.some(
        (other) => other.span.line === line && span.from < other.span.to && span.to > other.span.from,
      )
    return [...labelled, ...bare.filter(isNew)].sort((a, b) => a.span.from - b.span.from)
  })
  return withoutTwins(ids.slice(0, limits.marks))
}

/** One place read under two labels is one identity. */
const withoutTwins = (ids: PrintedTaxId[]) =>
  ids.filter(
    ({ span }, i) =>
      !ids.slice(0, i).some((other) => other.span.line === span.line && other.span.from === span.from),
  )

const trimmed = (text: string) => text.replace(/^[:#.=\s-]+|[\s.,;:)-]+$/g, '')
const filler =
  /^(?:[:#.=+*|~_'"-]+|n[o°º]?\.?:?|nro\.?:?|reg\.?:?|id\.?:?|intra\S*|com\S*|client\S*:?|customer:?|acheteur:?|(?:del|receptor|emisor|comprador|adquir\S*):?|number:?|nummer:?)$/i
const theirs =
  /(?<![a-z])(?:ihre?|your|votre|uw|su|sua|vostra|kunden\S*|klant\S*|client\S*|customer\S*|kaufer\S*|receptor|comprador|adquir\S*|buyer)(?![a-z])/
const ours = /(?<![a-z])(?:unsere?|our|notre|onze|nuestro|nostra|emisor)(?![a-z])/

function ownerOf({ line, from }: Span, value: Span): PrintedTaxId['owner'] {
  const words = line.plain.slice(
    line.starts[Math.max(0, from - 2)],
    line.starts[value.line === line ? value.from : from + 3],
  )
  return theirs.test(words) ? 'customer' : ours.test(words) ? 'issuer' : null
}

function labelledId(kind: Kind, line: Line, label: Span): PrintedTaxId | null {
  const glued = /^(?:\p{L}\.){2,5}(?=\d)/u.exec(line.words[label.to - 1]!.text)?.[0]
  if (glued) {
    const value = trimmed(line.words[label.to - 1]!.text.slice(glued.length)).toUpperCase()
    const whole = isValid(value) ? value : line.source === 'ocr' ? mendMarks(value) : null
    const span = { line, from: label.to - 1, to: label.to }
    if (whole) return { ...printed(kind, whole, span, ownerOf(label, span)), isMended: whole !== value }
  }
  let from = label.to
  while (from < label.to + 4 && filler.test(line.words[from]?.text ?? '')) from++
  return idFrom(kind, line, from, label)
}

/** Under a label that ends its cell: forms print the word above and the number below. */
function idBelow(kind: Kind, label: Span, lines: Line[]): PrintedTaxId | null {
  const next = label.line.words[label.to + 1]
  const end = label.line.words[label.to - 1]!.box[2]
  if (next && next.box[0] - end < label.line.em * 1.5) return null
  for (const line of lines) {
    if (line.page !== label.line.page) return null
    const from = line.words.findIndex((_, i) => overlapsAcross({ line, from: i, to: i + 1 }, label, line.em))
    const id = from === -1 ? null : idFrom(kind, line, from, label)
    if (id?.isValid) return id
  }
  return null
}

function idFrom(kind: Kind, line: Line, from: number, label: Span): PrintedTaxId | null {
  let plain: PrintedTaxId | null = null
  for (let to = Math.min(line.words.length, from + longestInWords); to > from; to--) {
    const span = { line, from, to }
    const value = trimmed(textOf(span)).toUpperCase()
    const owner = ownerOf(label, span)
    if (span.to > from + 1 && hasPrice(span)) continue
    // Without its hyphen a RUT that ends in K has the form of a Spanish identity.
    const rut = hyphened(kind, value)
    if (rut) return printed(kind, rut, span, owner)
    if (readTaxId(value).length > 0 || readVatId(value)) return printed(kind, value, span, owner)
    const british = kind === 'vat' && /^va[ti1]/i.test(textOf(label)) ? readVatId(`GB${value}`) : null
    if (british?.isProven) return printed(kind, value, span, owner, british)
    const mended = line.source === 'ocr' ? (mendVatId(value) ?? mendMarks(value)) : null
    if (mended) return { ...printed(kind, mended, span, owner), isMended: true }
    const bare = to === from + 1 ? withoutName(textOf(span)) : null
    if (bare) return printed(kind, bare, span, owner)
    if (/^[A-Z]{0,3}[ -]?\d[\dA-Z./ -]{4,22}$/.test(value) && value.replace(/\D/g, '').length >= 6)
      if (to === from + 1 || isOneNumber(line, from, to)) plain ??= printed(kind, value, span, owner)
  }
  return plain
}

const isValid = (value: string) => readTaxId(value).some(({ verdict }) => verdict === 'valid')

/** "76,192:083-9" where a picture was read: the points between thousands. */
function mendMarks(value: string): string | null {
  const mended = value.replace(/(?<=\d)[,:;](?=\d{3})/g, '.')
  return mended !== value && isValid(mended) ? mended : null
}

/** "761920839": many a ticket leaves the hyphen of a RUT out. */
function hyphened(kind: Kind, value: string): string | null {
  const whole = value.replace(/^(\d{7,8})([\dK])$/, '$1-$2')
  return kind === 'CL' && whole !== value && isValid(whole) ? whole : null
}

/** "12345678ZAna": the name of who bears it follows without a blank. */
function withoutName(text: string): string | null {
  const id = /^[A-Z]?\d{7,8}[A-Z\d](?=\p{Lu}\p{Ll})/u.exec(text)?.[0]
  return id && isValid(id) ? id : null
}

/** "20   4.98   1.00" below "VAT" are a rate and its amounts. */
const hasPrice = ({ line, from, to }: Span) =>
  line.words.slice(from, to).some(({ text }) => /^\d{1,6}[.,]\d{2}$/.test(text))

/** "DE 811 907 980" is one identity; a telephone in the next column isn't part of it. */
const isOneNumber = (line: Line, from: number, to: number) =>
  line.words.slice(from, to).every((word, i, words) => {
    const short = /^(?:[A-Z]{2}|[A-Z]{0,2}\d[\dA-Z.-]{0,9})$/.test(word.text)
    return short && (i === 0 || word.box[0] - words[i - 1]!.box[2] < line.em * 0.6)
  })

/** Without a label only a form that nothing else has, and only with the right digit. */
function provenId(line: Line, at: number): PrintedTaxId | null {
  const value = trimmed(line.words[at]!.text).toUpperCase()
  if (/^[\d.]*$/.test(value)) return null
  const isProven = isValid(value) || readVatId(value)?.isProven
  if (!isProven) return null
  return { ...printed('vat', value, { line, from: at, to: at + 1 }, null), isLabelled: false }
}

function printed(
  kind: Kind,
  value: string,
  span: Span,
  owner: PrintedTaxId['owner'],
  vat = readVatId(value),
): PrintedTaxId {
  const readings = readTaxId(value)
  const valid = readings.filter(({ verdict }) => verdict === 'valid').map(({ country }) => country)
  const shaped = readings.map(({ country }) => country)
  const named = kind === 'RUC' ? (['PE', 'PA'] as const) : [kind as Country]
  // A RUT or a NIT is also what other countries call theirs: the label alone proves no country.
  const countries: Country[] = shaped.filter((country) => named.includes(country as never))
  return {
    value,
    span,
    owner,
    isLabelled: true,
    isMended: false,
    isValid: valid.length > 0 || (vat?.isProven ?? false),
    countries: vat ? [vat.country] : countries.length > 0 ? countries : valid,
    rank: vat ? 0 : (ranks[kind] ?? 0.5),
  }
}

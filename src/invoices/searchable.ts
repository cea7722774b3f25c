import { type SQL, sql } from 'drizzle-orm'
import { textArray } from '../work.ts'
import type { InvoiceData } from './invoice-data.ts'

/** Upper and lower case, accents and punctuation don't count when people search. */
export const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * Everything a list filters, sorts and searches by, from the data that counts now. What was recognised on the
 * pages is told once; without it, what the row already knows of them stays.
 */
export function searchableColumns(data: InvoiceData, recognised?: string) {
  return {
    documentType: data.document_type,
    issuerName: data.issuer_name,
    issuerTaxId: data.issuer_tax_id && plainTaxId(data.issuer_tax_id),
    invoiceNumber: data.invoice_number,
    issuedOn: data.date,
    currency: data.currency,
    total: data.total === null ? null : String(data.total),
    search: searchVector(data, recognised),
  }
}

export const plainTaxId = (id: string) => id.toUpperCase().replace(/[^A-Z0-9Ñ&]/g, '')

/** A: who issued it, B: its other fields, C: all that was recognised on its pages; and who issued it once more, marked. */
function searchVector(data: InvoiceData, recognised?: string) {
  const issuer = [data.issuer_name, data.issuer_tax_id, data.issuer_tax_id && plainTaxId(data.issuer_tax_id)]
  const { issuer_name: _, issuer_tax_id: __, taxes, products, ...fields } = data
  const rest = [...Object.values(fields), ...products.map((product) => product.name)]
  const pages = recognised === undefined ? sql`ts_filter(search, '{c}')` : weighted([recognised], 'C')
  const marked = textArray(wordsOf(issuer.join(' ')).map(asIssuer))
  return sql<string>`${weighted(issuer, 'A')} || ${weighted(rest, 'B')} || ${pages} || array_to_tsvector(${marked}::text[])`
}

const weighted = (texts: unknown[], weight: 'A' | 'B' | 'C') =>
  sql`setweight(to_tsvector('simple', ${fold(texts.filter((text) => text !== null).join(' '))}), ${weight})`

const wordsOf = (text: string) =>
  [...new Set(fold(text).split(' '))].filter((word) => word && word.length <= 100)
const asIssuer = (word: string) => `@${word}`

/** The words as typed, all of them, each also as a beginning, but for single letters: half of all begin so. */
const typedWords = (typed: string) =>
  wordsOf(typed)
    .slice(0, 20)
    .map((word) => ({ word, suffix: word.length > 1 ? ':*' : '' }))

/** Conditions that the search must fulfil together; where nothing was typed that can be searched, nothing is found. */
export function searchQuery(typed: string): SQL[] {
  const words = typedWords(typed).map(({ word, suffix }) => word + suffix)
  return words.length ? [sql`to_tsquery('simple', ${words.join(' & ')})`] : [nothing]
}

export function issuerQuery(typed: string): SQL[] {
  const words = typedWords(typed).map(({ word, suffix }) => `'${asIssuer(word)}'${suffix}`)
  return words.length ? [sql`${words.join(' & ')}::tsquery`] : [nothing]
}

/** No word has a blank in it. */
const nothing = sql`''' '''::tsquery`

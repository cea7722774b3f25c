import { sql } from 'drizzle-orm'
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

/** A: who issued it, B: its other fields, C: all that was recognised on its pages. */
function searchVector(data: InvoiceData, recognised?: string) {
  const issuer = [data.issuer_name, data.issuer_tax_id, data.issuer_tax_id && plainTaxId(data.issuer_tax_id)]
  const { issuer_name: _, issuer_tax_id: __, taxes, products, ...fields } = data
  const rest = [...Object.values(fields), ...products.map((product) => product.name)]
  const pages = recognised === undefined ? sql`ts_filter(search, '{c}')` : weighted([recognised], 'C')
  return sql<string>`${weighted(issuer, 'A')} || ${weighted(rest, 'B')} || ${pages}`
}

const weighted = (texts: unknown[], weight: 'A' | 'B' | 'C') =>
  sql`setweight(to_tsvector('simple', ${fold(texts.filter((text) => text !== null).join(' '))}), ${weight})`

/** The query for words as typed: all of them, each also as a beginning, but for single letters: half of all begin so. */
export function searchQuery(typed: string) {
  const words = fold(typed)
    .split(' ')
    .filter((word) => word && word.length <= 100)
    .slice(0, 20)
  return words.map((word) => (word.length > 1 ? `${word}:*` : word)).join(' & ')
}

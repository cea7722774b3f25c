import { and, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import { asJsonb } from '../db/jsonb.ts'
import { type FieldName, fieldNames } from './invoice-data.ts'
import { invoiceSources, invoices } from './invoices.table.ts'
import { statuses } from './life.ts'
import { issuerQuery, searchQuery } from './searchable.ts'

const amount = z.coerce.number().min(-1e12).max(1e12)
const text = z
  .string()
  .trim()
  .max(200)
  .refine((value) => !value.includes('\u0000'), 'must not contain the character U+0000')
  .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')

/** What a list, an export and a bulk action can be narrowed by. Empty values of a form count as not given. */
export const filterShape = {
  ids: z
    .union([
      z.array(z.int().positive()).max(bounds.inboxRows),
      z
        .string()
        .regex(/^\d{1,15}(,\d{1,15}){0,999}$/)
        .transform((said) => said.split(',').map(Number)),
    ])
    .describe('Only these, by their ids, with commas'),
  status: z.enum(statuses),
  q: text.describe('Full text over the fields and the recognised pages; every word, also as a beginning'),
  issuer: text.describe('Words of the issuer’s name, or its tax id'),
  from: z.iso.date().describe('Earliest date on the invoice'),
  to: z.iso.date().describe('Latest date on the invoice'),
  min_total: amount,
  max_total: amount,
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/),
  source: z.enum(invoiceSources),
  batch: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('The batch it came with'),
  received_from: z.iso.date().describe('The first day on which it was received'),
  received_to: z.iso.date().describe('The last day on which it was received'),
  tax_rate: z.coerce.number().min(-100).max(1000).describe('Has a tax line of this rate, in percent'),
  corrected: z.enum(fieldNames).describe('A person corrected this value, as far back as the audit reaches'),
  ready: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')])
    .describe('Waiting, complete, every check holding and nothing that is booked doubtful; or not so'),
}
export const invoiceFilter = z.object(filterShape).partial()
export type InvoiceFilter = z.infer<typeof invoiceFilter>

/** Reviewers and admins see the whole workspace, an uploader what is theirs. */
export const visibleTo = (account: Account): SQL | undefined =>
  account.role === 'uploader' ? eq(invoices.accountId, account.id) : undefined

export const matching = (filter: InvoiceFilter, account: Account): SQL | undefined =>
  and(matchingText(filter), matchingFields(filter, account))

/**
 * What is asked of texts, and of the marks among them. The database believes that to be as cheap as comparing numbers:
 * see `list-invoices.ts`.
 */
export function matchingText({ q, issuer, status, source, currency }: InvoiceFilter): SQL | undefined {
  if (!q && !issuer) return undefined
  const is = [status, source, currency].flatMap((mark) => (mark ? sql`${`'#${mark}'`}::tsquery` : []))
  const queries = [q ? searchQuery(q) : [], issuer ? issuerQuery(issuer) : [], is].flat()
  return sql`${invoices.search} @@ (${sql.join(queries, sql` && `)})`
}

export const matchingFields = (filter: InvoiceFilter, account: Account): SQL | undefined =>
  and(
    matchingRanges(filter, account),
    filter.status && eq(invoices.status, filter.status),
    filter.currency ? eq(invoices.currency, filter.currency) : undefined,
    filter.source ? eq(invoices.source, filter.source) : undefined,
  )

/** What no mark tells. */
export const matchingRanges = (filter: InvoiceFilter, account: Account): SQL | undefined =>
  and(
    visibleTo(account),
    filter.ids && inArray(invoices.id, filter.ids),
    // the status too: what is kept elsewhere never waits, and need not be asked
    filter.ready === true
      ? and(eq(invoices.status, 'waiting_validation'), eq(invoices.ready, true))
      : undefined,
    filter.ready === false ? eq(invoices.ready, false) : undefined,
    filter.received_from ? sql`${invoices.createdAt} >= ${filter.received_from}::date` : undefined,
    filter.received_to ? sql`${invoices.createdAt} < ${filter.received_to}::date + 1` : undefined,
    filter.tax_rate === undefined ? undefined : hasTaxOf(filter.tax_rate),
    filter.corrected ? wasCorrected(filter.corrected) : undefined,
    filter.batch === undefined ? undefined : eq(invoices.batchId, filter.batch),
    filter.from ? gte(invoices.issuedOn, filter.from) : undefined,
    filter.to ? lte(invoices.issuedOn, filter.to) : undefined,
    filter.min_total === undefined ? undefined : gte(invoices.total, String(filter.min_total)),
    filter.max_total === undefined ? undefined : lte(invoices.total, String(filter.max_total)),
  )

const hasTaxOf = (rate: number) =>
  sql`coalesce(${invoices.finalData}, ${invoices.previewData})->'taxes' @> ${asJsonb([{ rate }])}`

const wasCorrected = (name: FieldName) =>
  sql`${invoices.id} in (select invoice_id from audit where action = 'edit' and details ? ${name})`

import { and, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { byIndex, countInvoices } from './count-invoices.ts'
import { type InvoiceFilter, matching, matchingFields, matchingText } from './invoice-filter.ts'
import { type Invoice, invoices } from './invoices.table.ts'
import { after, orderOf, type Sort, writeCursor } from './list-order.ts'
import { columns } from './queries.ts'

export interface ListOptions {
  filter: InvoiceFilter
  sort: Sort
  perPage: number
  page?: number
  cursor?: string
}

export interface InvoiceList {
  items: Invoice[]
  total: number
  nextCursor: string | null
}

/** One page of the invoices that match and that this account may see, and how many there are in all. */
export async function listInvoices(db: Db, account: Account, options: ListOptions): Promise<InvoiceList> {
  const search = matchingText(options.filter)
  const [rows, total] = await Promise.all([
    search ? searchRows(db, account, options, search) : listRows(db, account, options),
    countInvoices(db, account, options.filter),
  ])
  const more = rows.length > options.perPage
  const items = rows.slice(0, options.perPage)
  const last = items.at(-1)
  return {
    items: items.map(({ sortKey: _, ...invoice }) => invoice),
    total,
    nextCursor: more && last ? writeCursor([options.sort, last.sortKey, last.id]) : null,
  }
}

/** Of so many, a page is found sooner by walking the list in its order than by sorting them all. */
const manyFound = 5_000

/**
 * Looking into a text costs the database a hundred times what it believes, so the index of the texts goes first, and
 * everything else is asked of what it found.
 */
async function searchRows(db: Db, account: Account, options: ListOptions, text: SQL) {
  const isMany = (await expectedRows(db, text)) > manyFound
  return byIndex(db, (tx) => listRows(tx, account, options, isMany ? undefined : textFirst(tx, text)))
}

/** How many invoices the database thinks say this. */
async function expectedRows(db: Db, text: SQL) {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) select from ${invoices} where ${text}`,
  )
  return row!['QUERY PLAN'][0].Plan['Plan Rows']
}

/** The limit, which nothing reaches, keeps the conditions outside from being asked first. */
const textFirst = (db: Tx, text: SQL) =>
  db
    .select()
    .from(invoices)
    .where(text)
    .limit(Number.MAX_SAFE_INTEGER)
    .as('invoices') as unknown as typeof invoices

function listRows(
  db: Db | Tx,
  account: Account,
  { filter, sort, perPage, page = 1, cursor }: ListOptions,
  found?: typeof invoices,
) {
  const { key, order } = orderOf(sort)
  const wanted = found ? matchingFields(filter, account) : matching(filter, account)
  const query = db
    .select({ ...columns, sortKey: sql<string>`(${key})::text` })
    .from(found ?? invoices)
    .where(and(wanted, cursor ? after(sort, cursor) : undefined))
    .orderBy(order(key), order(invoices.id))
    .limit(perPage + 1)
  return cursor || page === 1 ? query : query.offset((page - 1) * perPage)
}

import { and, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { count, countInvoices } from './count-invoices.ts'
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
  const [rows, total] = await (matchingText(options.filter)
    ? searchRows(db, account, options)
    : Promise.all([listRows(db, account, options), countInvoices(db, account, options.filter)]))
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
const manyFound = 10_000

/**
 * Looking into a text costs the database a hundred times what it believes, so the index of the texts goes first, and
 * everything else is asked of what it found.
 */
async function searchRows(db: Db, account: Account, options: ListOptions) {
  const text = matchingText(options.filter)
  const fields = matchingFields(options.filter, account)
  const isMany = (await expectedRows(db, text)) > manyFound
  return Promise.all([
    byIndex(db, (tx) => listRows(tx, account, options, isMany ? undefined : textFirst(tx, text))),
    // a condition on what is counted, unlike one on what is searched, can't be asked first
    byIndex(db, (tx) => count(tx, text, fields)),
  ])
}

const byIndex = <T>(db: Db, body: (tx: Tx) => Promise<T>) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`)
    return body(tx)
  })

/** How many invoices the database thinks say this. */
async function expectedRows(db: Db, text: SQL | undefined) {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) select from ${invoices} where ${text}`,
  )
  return row!['QUERY PLAN'][0].Plan['Plan Rows']
}

/** The limit, which nothing reaches, keeps the conditions outside from being asked first. */
const textFirst = (db: Tx, text: SQL | undefined) =>
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

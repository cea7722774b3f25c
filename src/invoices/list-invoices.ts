import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { byIndex, countInvoices } from './count-invoices.ts'
import { type InvoiceFilter, matchingFields, matchingText } from './invoice-filter.ts'
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
  const counting = countInvoices(db, account, options.filter)
  const text = matchingText(options.filter)
  const [rows, total] = await Promise.all([
    text ? searchRows(db, account, options, text, await counting) : listRows(db, account, options),
    counting,
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

/** So few are sorted at once. */
const few = 1_000
/** So many are looked into when walking the list in its order: some milliseconds. */
const walked = 5_000

/**
 * Of many that say it, a page is soon full when the list is walked in its order; where it isn't, and of few, all that say it
 * are found by the index and sorted. Left to itself the database looks into every text: it believes that to be cheap.
 */
const searchRows = (db: Db, account: Account, options: ListOptions, text: SQL, total: number) =>
  byIndex(db, async (tx) => {
    if (total > few) {
      const rows = await listRows(tx, account, options, textLast(tx, account, options), text)
      if (rows.length > options.perPage) return rows
    }
    return listRows(tx, account, options, textFirst(tx, text))
  })

type Invoices = typeof invoices

/** The limit, which nothing reaches, keeps the conditions outside from being asked first. */
const textFirst = (db: Tx, text: SQL) =>
  db.select().from(invoices).where(text).limit(Number.MAX_SAFE_INTEGER).as('invoices') as unknown as Invoices

function textLast(db: Tx, account: Account, { filter, sort, cursor, ...options }: ListOptions) {
  const { key, order } = orderOf(sort)
  return db
    .select()
    .from(invoices)
    .where(and(matchingFields(filter, account), cursor ? after(sort, cursor) : undefined))
    .orderBy(order(key), order(invoices.id))
    .limit(walked + 2 * offsetOf(options))
    .as('invoices') as unknown as Invoices
}

function listRows(
  db: Db | Tx,
  account: Account,
  options: ListOptions,
  from: Invoices = invoices,
  text?: SQL,
) {
  const { filter, sort, perPage, cursor } = options
  const { key, order } = orderOf(sort)
  // What a row says costs far more than where it stands: it is asked of those on the page alone.
  const onPage = db
    .select({ id: invoices.id })
    .from(from)
    .where(and(text, matchingFields(filter, account), cursor ? after(sort, cursor) : undefined))
    .orderBy(order(key), order(invoices.id))
    .limit(perPage + 1)
    .offset(cursor ? 0 : offsetOf(options))
  return db
    .select({ ...columns, sortKey: sql<string>`(${key})::text` })
    .from(invoices)
    .where(inArray(invoices.id, onPage))
    .orderBy(order(key), order(invoices.id))
}

const offsetOf = ({ page = 1, perPage }: Pick<ListOptions, 'page' | 'perPage'>) => (page - 1) * perPage

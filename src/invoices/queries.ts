import { and, asc, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type InvoiceFilter, matching, matchingFields, matchingText, visibleTo } from './invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices } from './invoices.table.ts'
import { type Status, statuses } from './life.ts'
import { notFound } from './not-found.ts'

const { search: _, ...everything } = getTableColumns(invoices)
/** A row as the program sees it: all but the search index. */
export const columns = everything

/** One invoice that this account may see; anything else does not exist for it. */
export async function findInvoice(db: Db | Tx, account: Account, id: InvoiceId): Promise<Invoice> {
  const [invoice] = await db
    .select(columns)
    .from(invoices)
    .where(and(eq(invoices.id, id), visibleTo(account)))
  if (!invoice) throw notFound(id)
  return invoice
}

/** The same, held until the commit, for a verb that looks before it changes. */
export async function lockInvoice(tx: Tx, account: Account, id: InvoiceId): Promise<Invoice> {
  const mine = and(eq(invoices.id, id), visibleTo(account))
  const [invoice] = await tx.select(columns).from(invoices).where(mine).for('update')
  if (!invoice) throw notFound(id)
  return invoice
}

/** The order of a list; what is unknown comes last in either direction, and the id settles what is alike. */
const sortKeys = {
  created_at: { asc: sql`${invoices.createdAt}`, desc: sql`${invoices.createdAt}`, type: sql`timestamptz` },
  updated_at: { asc: sql`${invoices.updatedAt}`, desc: sql`${invoices.updatedAt}`, type: sql`timestamptz` },
  date: {
    asc: sql`coalesce(${invoices.issuedOn}, 'infinity')`,
    desc: sql`coalesce(${invoices.issuedOn}, '-infinity')`,
    type: sql`date`,
  },
  total: {
    asc: sql`coalesce(${invoices.total}, 'Infinity')`,
    desc: sql`coalesce(${invoices.total}, '-Infinity')`,
    type: sql`numeric`,
  },
}
export type SortKey = keyof typeof sortKeys
export type Sort = SortKey | `-${SortKey}`
export const sorts = Object.keys(sortKeys).flatMap((key) => [key, `-${key}`]) as [Sort, ...Sort[]]

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
    listRows(db, account, options, isMany ? undefined : textFirst(db, text)),
    db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`)
      // a condition on what is counted, unlike one on what is searched, can't be asked first
      return count(tx, text, fields)
    }),
  ])
}

/** How many invoices the database thinks say this. */
async function expectedRows(db: Db, text: SQL | undefined) {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) select from ${invoices} where ${text}`,
  )
  return row!['QUERY PLAN'][0].Plan['Plan Rows']
}

/** The limit, which nothing reaches, keeps the conditions outside from being asked first. */
const textFirst = (db: Db, text: SQL | undefined) =>
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

function orderOf(sort: Sort) {
  const falling = sort.startsWith('-')
  const { type, ...keys } = sortKeys[sort.replace('-', '') as SortKey]
  return {
    key: falling ? keys.desc : keys.asc,
    type,
    order: falling ? desc : asc,
    beyond: falling ? sql`<` : sql`>`,
  }
}

function after(sort: Sort, cursor: string): SQL {
  const { key, type, beyond } = orderOf(sort)
  const [, value, id] = readCursor(sort, cursor)
  return sql`(${key}, ${invoices.id}) ${beyond} (${value}::${type}, ${id}::bigint)`
}

const writeCursor = (place: [Sort, string, InvoiceId]) =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

function readCursor(sort: Sort, cursor: string): [Sort, string, InvoiceId] {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [itsSort, value, id] = place
    const sound = /^[-+:. \dA-Za-z]{1,40}$/.test(value) && Number.isSafeInteger(id)
    if (itsSort === sort && sound && isOfType(sort, value)) return place
  } catch {}
  throw new AppError('invalid', {
    es: 'El cursor no pertenece a esta lista.',
    en: 'The cursor does not belong to this list.',
  })
}

function isOfType(sort: Sort, value: string) {
  if (/^-?infinity$/i.test(value)) return true
  return sort.endsWith('total') ? /^-?\d+(\.\d+)?$/.test(value) : !Number.isNaN(Date.parse(value))
}

/** How many match. Where only the status is asked for, the count is kept and nothing is counted. */
async function countInvoices(db: Db, account: Account, filter: InvoiceFilter): Promise<number> {
  const { status, ...others } = filter
  const narrowed = Object.values(others).some((value) => value !== undefined && value !== '')
  if (narrowed || visibleTo(account)) return count(db, matchingFields(filter, account))
  const counts = await countByStatus(db, account)
  return status ? counts[status] : statuses.reduce((sum, each) => sum + counts[each], 0)
}

async function count(db: Db | Tx, where: SQL | undefined, filter?: SQL) {
  const all = filter ? sql<string>`count(*) filter (where ${filter})` : sql<string>`count(*)`
  const [row] = await db.select({ count: all }).from(invoices).where(where)
  return Number(row?.count ?? 0)
}

export async function countByStatus(db: Db, account: Account): Promise<Record<Status, number>> {
  const mine = visibleTo(account)
  const rows = await db.execute<{ status: Status; count: string }>(
    mine
      ? sql`select status, count(*) as count from ${invoices} where ${mine} group by status`
      : sql`select status, sum(invoices) as count from invoice_counts group by status`,
  )
  const counts = new Map(rows.map(({ status, count }) => [status, Number(count)]))
  return Object.fromEntries(statuses.map((status) => [status, counts.get(status) ?? 0])) as Record<
    Status,
    number
  >
}

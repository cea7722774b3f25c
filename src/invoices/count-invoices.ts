import { type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import {
  type InvoiceFilter,
  matchingFields,
  matchingRanges,
  matchingText,
  visibleTo,
} from './invoice-filter.ts'
import { invoices } from './invoices.table.ts'
import { keptCount } from './kept-counts.ts'
import { type Status, statuses } from './life.ts'

/** How many match. Where only the status is asked for, the count is kept and nothing is counted. */
export async function countInvoices(db: Db, account: Account, filter: InvoiceFilter): Promise<number> {
  const { status, ...others } = filter
  const narrowed = Object.values(others).some((value) => value !== undefined && value !== '')
  if (narrowed || visibleTo(account)) {
    const whose = visibleTo(account) ? account.id : 'workspace'
    return keptCount(db, [whose, filter], () => countMatching(db, account, filter))
  }
  const counts = await countByStatus(db, account)
  return status ? counts[status] : statuses.reduce((sum, each) => sum + counts[each], 0)
}

function countMatching(db: Db, account: Account, filter: InvoiceFilter) {
  const text = matchingText(filter)
  // a condition on what is counted, unlike one on what is searched, can't be asked first
  return text
    ? byIndex(db, (tx) => count(tx, text, matchingRanges(filter, account)))
    : count(db, matchingFields(filter, account))
}

/** Without it the database reads every row's text rather than the index that knows the answer. */
export const byIndex = <T>(db: Db, body: (tx: Tx) => Promise<T>) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`)
    return body(tx)
  })

/** The rows that `where` finds, and of those what passes `filter`. */
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

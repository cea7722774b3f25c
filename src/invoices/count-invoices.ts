import { type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { type InvoiceFilter, matchingFields, visibleTo } from './invoice-filter.ts'
import { invoices } from './invoices.table.ts'
import { type Status, statuses } from './life.ts'

/** How many match. Where only the status is asked for, the count is kept and nothing is counted. */
export async function countInvoices(db: Db, account: Account, filter: InvoiceFilter): Promise<number> {
  const { status, ...others } = filter
  const narrowed = Object.values(others).some((value) => value !== undefined && value !== '')
  if (narrowed || visibleTo(account)) return count(db, matchingFields(filter, account))
  const counts = await countByStatus(db, account)
  return status ? counts[status] : statuses.reduce((sum, each) => sum + counts[each], 0)
}

/** The rows that `where` finds, and of those what passes `filter`. */
export async function count(db: Db | Tx, where: SQL | undefined, filter?: SQL) {
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

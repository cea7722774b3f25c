import { and, asc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { visibleTo } from './invoice-filter.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'

/** The invoice to validate after this one: the first that came later, or else the oldest of all. */
export async function nextWaiting(
  db: Db,
  account: Account,
  after: InvoiceId,
): Promise<InvoiceId | undefined> {
  const oldest = async (condition?: SQL) => {
    const [row] = await db
      .select({ id: invoices.id })
      .from(invoices)
      .where(
        and(eq(invoices.status, 'waiting_validation'), ne(invoices.id, after), visibleTo(account), condition),
      )
      .orderBy(asc(invoices.createdAt), asc(invoices.id))
      .limit(1)
    return row?.id
  }
  const later = sql`(${invoices.createdAt}, ${invoices.id}) >
    (select this.created_at, this.id from invoices this where this.id = ${after})`
  return (await oldest(later)) ?? oldest()
}

import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { visibleTo } from './invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices } from './invoices.table.ts'

/** The invoice to validate after this one: the oldest that came later, or else the oldest of all. */
export async function nextWaiting(
  db: Db,
  account: Account,
  { id, createdAt }: Pick<Invoice, 'id' | 'createdAt'>,
): Promise<InvoiceId | undefined> {
  // milliseconds lose what the database keeps of the instant, so the place is looked up there
  const place = sql`coalesce((select (created_at, id) > (i.created_at, i.id) from invoices i where i.id = ${id}), created_at >= ${createdAt.toISOString()})`
  const [next] = await db
    .select({ id: invoices.id })
    .from(invoices)
    .where(and(eq(invoices.status, 'waiting_validation'), ne(invoices.id, id), visibleTo(account)))
    .orderBy(sql`${place} desc`, asc(invoices.createdAt), asc(invoices.id))
    .limit(1)
  return next?.id
}

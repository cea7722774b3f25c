import { eq, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { type Invoice, type InvoiceId, invoices } from './invoices.table.ts'
import { listInvoices } from './list-invoices.ts'
import { orderOf, writeCursor } from './list-order.ts'
import type { OpenedList } from './opened-list.ts'

/** The invoice to look at after this one: what follows it in its list and waits for validation, or else the first that does. */
export async function nextWaiting(
  db: Db,
  account: Account,
  after: InvoiceId,
  { filter, sort }: Pick<OpenedList, 'filter' | 'sort'>,
): Promise<Invoice | undefined> {
  const list = { filter: { ...filter, status: filter.status ?? ('waiting_validation' as const) }, sort }
  const [place] = await db
    .select({ key: sql<string>`(${orderOf(sort).key})::text` })
    .from(invoices)
    .where(eq(invoices.id, after))
  if (place) {
    const cursor = writeCursor([sort, place.key, after])
    const { items } = await listInvoices(db, account, { ...list, cursor, perPage: 1 })
    if (items[0]) return items[0]
  }
  const { items } = await listInvoices(db, account, { ...list, perPage: 2 })
  return items.find(({ id }) => id !== after)
}

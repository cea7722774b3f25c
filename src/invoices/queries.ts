import { and, eq, getTableColumns } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { visibleTo } from './invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices, settled } from './invoices.table.ts'
import { notFound } from './not-found.ts'

/** A row as the program sees it: all but the search index. */
const { search: _, ...columns } = getTableColumns(invoices)

export { columns }

/** One invoice that this account may see; anything else does not exist for it. */
export async function findInvoice(db: Db | Tx, account: Account, id: InvoiceId): Promise<Invoice> {
  const [invoice] = await db
    .select(columns)
    .from(invoices)
    .where(and(eq(invoices.id, id), visibleTo(account)))
  if (!invoice) throw notFound(id)
  return invoice
}

/**
 * The same, held until the commit, for a verb that looks before it changes. What came in a batch a moment ago is in the one
 * status that nothing but deleting leads out of, and needs no hold.
 */
export async function lockInvoice(tx: Tx, account: Account, id: InvoiceId): Promise<Invoice> {
  const mine = and(eq(invoices.id, id), visibleTo(account))
  const [invoice] = await tx.select(columns).from(settled).where(mine).for('update')
  return invoice ?? findInvoice(tx, account, id)
}

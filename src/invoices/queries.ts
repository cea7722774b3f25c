import { and, eq, getTableColumns } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { visibleTo } from './invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices } from './invoices.table.ts'
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

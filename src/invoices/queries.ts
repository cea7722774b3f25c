import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db, Tx } from '../db/database.ts'
import { dataOf, writtenCustomer } from './enter-invoices.ts'
import type { InvoiceData } from './invoice-data.ts'
import { visibleTo } from './invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices } from './invoices.table.ts'
import { notFound } from './not-found.ts'

const { customerTaxId, invoiceNumber, issuedOn, total } = invoices
const ofColumns = [
  writtenCustomer(sql`${customerTaxId}`),
  sql`${invoiceNumber}`,
  sql`${issuedOn}`,
  sql`${total}`,
] as const

/** The final data, also of an invoice that came as data and has not settled: its columns say all of it. */
export const finalData =
  sql<InvoiceData | null>`case ${invoices.finalData} when '{}' then ${dataOf(...ofColumns)}
  else ${invoices.finalData} end`.mapWith(invoices.finalData)

const { search: _, ...everything } = getTableColumns(invoices)
/** A row as the program sees it: all but the search index. */
export const columns = { ...everything, finalData }

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

import { and, inArray } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import type { Work } from '../work.ts'
import { recordAudit } from './audit.ts'
import { visibleTo } from './invoice-filter.ts'
import { type InvoiceId, invoices, settledInvoices } from './invoices.table.ts'
import { notFound } from './not-found.ts'
import { requireAdmin } from './permissions.ts'
import { settleThese } from './settle-invoices.ts'

/** The document and its text go for good; that it was here stays in the audit. */
export async function deleteInvoice({ transact }: Pick<Deps, 'transact'>, account: Account, id: InvoiceId) {
  requireAdmin(account)
  return transact(async (work) => {
    const [deleted] = await deleteInvoices(work, account, [id])
    if (!deleted) throw notFound(id)
  })
}

const { id, accountId, status, sha256, batchId } = invoices

export async function deleteInvoices(
  work: Work,
  account: Account,
  ids: InvoiceId[],
  details: Record<string, unknown> = {},
) {
  const mine = await work.tx
    .select({ id })
    .from(invoices)
    .where(and(inArray(id, ids), visibleTo(account)))
  const chosen = mine.map((invoice) => invoice.id)
  await settleThese(work.tx, chosen)
  const gone = await work.tx
    .delete(settledInvoices)
    .where(inArray(settledInvoices.id, chosen))
    .returning({ id, accountId, status, sha256, batchId })
  await recordAudit(
    work,
    gone.map(({ id, status, batchId }) => ({
      invoiceId: id,
      action: 'delete',
      previous: status,
      details: batchId === null ? details : { ...details, batch_id: batchId },
    })),
    account,
  )
  const documents = new Set(gone.flatMap(({ sha256 }) => sha256 ?? []))
  await work.enqueue('remove-document', ...[...documents].map((sha256) => ({ sha256 })))
  work.announce(
    ...gone.map(({ id, accountId, status }) => ({
      type: 'invoice_status_update' as const,
      accountId,
      invoiceId: id,
      data: { invoice_id: id, status: 'deleted', previous: status },
    })),
  )
  return gone
}

import { and, inArray } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import type { Work } from '../work.ts'
import { recordAudit } from './audit.ts'
import { holdEntry } from './enter-invoices.ts'
import { visibleTo } from './invoice-filter.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'
import { notFound } from './not-found.ts'
import { requireAdmin } from './permissions.ts'

/** The document and its text go for good; that it was here stays in the audit. */
export async function deleteInvoice({ transact }: Pick<Deps, 'transact'>, account: Account, id: InvoiceId) {
  requireAdmin(account)
  return transact(async (work) => {
    const [deleted] = await deleteInvoices(work, account, [id])
    if (!deleted) throw notFound(id)
  })
}

export async function deleteInvoices(
  work: Work,
  account: Account,
  ids: InvoiceId[],
  details: Record<string, unknown> = {},
) {
  // none of them is just moving from one table to the other
  await holdEntry(work.tx, 'together')
  const gone = await work.tx
    .delete(invoices)
    .where(and(inArray(invoices.id, ids), visibleTo(account)))
    .returning({
      id: invoices.id,
      accountId: invoices.accountId,
      status: invoices.status,
      sha256: invoices.sha256,
      batchId: invoices.batchId,
    })
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

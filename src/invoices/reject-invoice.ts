import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import type { InvoiceId } from './invoices.table.ts'
import { moveInvoice } from './move-invoice.ts'
import { requireReviewer } from './permissions.ts'
import { lockInvoice } from './queries.ts'

/** Sets an invoice aside; the reason stays with it. */
export async function rejectInvoice(
  { transact }: Pick<Deps, 'transact'>,
  account: Account,
  id: InvoiceId,
  reason: string,
) {
  requireReviewer(account)
  return transact(async (work) => {
    await lockInvoice(work.tx, account, id)
    const details = { reason, change: crypto.randomUUID() }
    return moveInvoice(work, id, 'reject', { by: account, changes: rejection(reason), details })
  })
}

export const rejection = (reason: string) => ({
  error: { code: 'REJECTED', message: { es: reason, en: reason } },
})

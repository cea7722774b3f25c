import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import type { InvoiceId } from './invoices.table.ts'
import { moveInvoice } from './move-invoice.ts'
import { lockInvoice } from './queries.ts'

/** Sends a failed or rejected invoice through again; whose it is may do that too. */
export const retryInvoice = ({ transact }: Pick<Deps, 'transact'>, account: Account, id: InvoiceId) =>
  transact(async (work) => {
    await lockInvoice(work.tx, account, id)
    return moveInvoice(work, id, 'retry', { by: account, changes: afresh })
  })

/** What a new attempt forgets of the last one; pages read before are kept apart and found again. */
export const afresh = { error: null, attempts: 0, heldBy: null }

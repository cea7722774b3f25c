import { sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { InvoiceId } from './invoices.table.ts'
import { moveInvoices } from './move-invoice.ts'
import { requireReviewer } from './permissions.ts'

/**
 * Takes back what this person has just confirmed or rejected, many at once: each waits again, unless something was done to
 * it since. Deleting and reading again can't be taken back.
 */
export async function undoChange({ transact }: Pick<Deps, 'transact'>, account: Account, change: string) {
  requireReviewer(account)
  return transact(async (work) => {
    const ids = await untouchedSince(work.tx, account, change)
    const undone = crypto.randomUUID()
    const changes = { finalData: null, processedAt: null, error: null }
    const details = { change: undone, undoes: change }
    const moved = await moveInvoices(work, ids, 'reopen', { by: account, changes, details })
    if (!moved.length) throw tooLate()
    return { change: undone, count: moved.length }
  })
}

async function untouchedSince(tx: Tx, account: Account, change: string): Promise<InvoiceId[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select invoice_id as id from audit as made
    where details->>'change' = ${change} and account_id = ${account.id} and action in ('confirm', 'reject')
    and at > now() - make_interval(mins => ${bounds.undoMinutes})
    and not exists (select from audit as later where later.invoice_id = made.invoice_id and later.id > made.id)`)
  return rows.map(({ id }) => Number(id))
}

export interface MadeChange {
  action: 'confirm' | 'reject' | 'retry' | 'delete' | 'reopen'
  count: number
  canUndo: boolean
}

/** What this person did to many at once, for as long as it is news. */
export async function findChange(db: Db, account: Account, change: string): Promise<MadeChange | undefined> {
  const [made] = await db.execute<{ action: MadeChange['action']; count: number }>(sql`
    select action, count(*)::int as count from audit
    where details->>'change' = ${change} and account_id = ${account.id}
    and at > now() - make_interval(mins => ${bounds.undoMinutes})
    group by action`)
  return made && { ...made, canUndo: made.action === 'confirm' || made.action === 'reject' }
}

/** The decision about one invoice that this person has just made and can take back. */
export async function findDecision(db: Db, account: Account, id: InvoiceId): Promise<string | undefined> {
  const [last] = await db.execute<{ change: string | null }>(sql`
    select case when account_id = ${account.id} and action in ('confirm', 'reject')
      and at > now() - make_interval(mins => ${bounds.undoMinutes}) then details->>'change' end as change
    from audit where invoice_id = ${id} order by id desc limit 1`)
  return last?.change ?? undefined
}

const tooLate = () =>
  new AppError('conflict', {
    es: 'Ya no se puede deshacer: pasó demasiado tiempo, o estas facturas cambiaron después.',
    en: 'It can’t be undone any more: too much time has passed, or these invoices have changed since.',
  })

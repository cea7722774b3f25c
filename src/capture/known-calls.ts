import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { type InvoiceId, invoices } from '../invoices/invoices.table.ts'
import type { Sent } from './begin-call.ts'
import { type OneShotCall, oneShotCalls } from './one-shot-calls.table.ts'

const isRecent = sql`${oneShotCalls.createdAt} > now() - make_interval(hours => ${bounds.oneShotHours})`
const isSame = (accountId: number, { sha256, mode }: Sent) =>
  and(
    eq(oneShotCalls.accountId, accountId),
    eq(oneShotCalls.sha256, sha256),
    eq(oneShotCalls.mode, mode),
    isRecent,
  )

/** The call of the last day that answered the same account about the same, as long as its invoice still counts. */
export async function findAnswered(db: Db, accountId: number, sent: Sent): Promise<OneShotCall | undefined> {
  const [row] = await db
    .select({ call: oneShotCalls })
    .from(oneShotCalls)
    .innerJoin(invoices, eq(invoices.id, oneShotCalls.invoiceId))
    .where(
      and(
        isSame(accountId, sent),
        eq(oneShotCalls.state, 'done'),
        inArray(invoices.status, ['waiting_validation', 'processed']),
      ),
    )
    .orderBy(desc(oneShotCalls.createdAt))
    .limit(1)
  return row?.call
}

/** Takes up the invoice of a call of the same that was not answered in time: sent again, it goes on, and is paid once. */
export const takeUpLate = (
  { transact }: Pick<Deps, 'transact'>,
  { id, accountId, sha256, mode }: OneShotCall,
): Promise<InvoiceId | undefined> =>
  transact(async ({ tx }) => {
    const [late] = await tx
      .select({ id: oneShotCalls.id, invoiceId: oneShotCalls.invoiceId })
      .from(oneShotCalls)
      .innerJoin(invoices, eq(invoices.id, oneShotCalls.invoiceId))
      .where(
        and(
          isSame(accountId, { sha256, mode }),
          inArray(oneShotCalls.state, ['late', 'left']),
          isNotNull(oneShotCalls.invoiceId),
          inArray(invoices.status, ['processing', 'waiting_validation']),
        ),
      )
      .limit(1)
      .for('update', { of: oneShotCalls, skipLocked: true })
    if (!late?.invoiceId) return undefined
    await tx
      .update(oneShotCalls)
      .set({ invoiceId: null, state: 'failed' })
      .where(eq(oneShotCalls.id, late.id))
    await tx.update(oneShotCalls).set({ invoiceId: late.invoiceId }).where(eq(oneShotCalls.id, id))
    return late.invoiceId
  })

/** Forgets the calls that are no longer known. */
export async function purgeCalls({ db }: Pick<Deps, 'db'>) {
  await db
    .delete(oneShotCalls)
    .where(and(sql`not (${isRecent})`, inArray(oneShotCalls.state, ['done', 'failed', 'left'])))
}

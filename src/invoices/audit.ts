import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Work } from '../work.ts'
import { audit, type InvoiceId } from './invoices.table.ts'
import { moves, type Status } from './life.ts'

/** Who acts: an account, or Folio itself in a job. */
export type Actor = { id: number } | 'folio'

type NewEntry = Omit<typeof audit.$inferInsert, 'id' | 'at' | 'accountId'>
type Entry = typeof audit.$inferSelect

export async function recordAudit(work: Work, entries: NewEntry[], by: Actor) {
  const accountId = by === 'folio' ? null : by.id
  if (entries.length) await work.tx.insert(audit).values(entries.map((entry) => ({ ...entry, accountId })))
}

/** The history of one invoice, oldest first. */
export async function listAudit(db: Db, id: InvoiceId): Promise<Entry[]> {
  const entries = db.select().from(audit).where(eq(audit.invoiceId, id)).orderBy(asc(audit.id)).limit(1000)
  return [...(await howItEntered(db, id)), ...(await entries)]
}

/** What a batch brought came with it, all in one commit: its row says what a row of the audit for each would say. */
async function howItEntered(db: Db, id: InvoiceId): Promise<Entry[]> {
  const [entry] = await db.execute<{ at: string; account: string; batch: string; status: Status }>(sql`
    select created_at as at, account_id as account, batch_id as batch,
      case when processed_at = created_at then 'processed' else 'waiting_validation' end as status
    from invoices where id = ${id} and batch_id is not null`)
  if (!entry) return []
  const { status } = entry
  const action = (['enter', 'doubt'] as const).find((name) => moves[name].to === status)!
  return [
    {
      id: 0,
      at: new Date(entry.at),
      invoiceId: id,
      accountId: Number(entry.account),
      action,
      previous: null,
      status,
      details: { batch_id: Number(entry.batch) },
    },
  ]
}

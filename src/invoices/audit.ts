import { asc, eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Work } from '../work.ts'
import { audit, type InvoiceId } from './invoices.table.ts'

/** Who acts: an account, or Folio itself in a job. */
export type Actor = { id: number } | 'folio'

type Entry = Omit<typeof audit.$inferInsert, 'id' | 'at' | 'accountId'>

export async function recordAudit(work: Work, entries: Entry[], by: Actor) {
  const accountId = by === 'folio' ? null : by.id
  if (entries.length) await work.tx.insert(audit).values(entries.map((entry) => ({ ...entry, accountId })))
}

/** The history of one invoice, oldest first. */
export const listAudit = (db: Db, id: InvoiceId) =>
  db.select().from(audit).where(eq(audit.invoiceId, id)).orderBy(asc(audit.id)).limit(1000)

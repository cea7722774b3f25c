import { inArray } from 'drizzle-orm'
import { accounts } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { listAudit } from './audit.ts'
import type { InvoiceId } from './invoices.table.ts'

export type HistoryEntry = Awaited<ReturnType<typeof listHistory>>[number]

/** What was done to an invoice, oldest first, by people with their names; by Folio itself without. */
export async function listHistory(db: Db, id: InvoiceId) {
  const entries = await listAudit(db, id)
  const ids = [...new Set(entries.flatMap(({ accountId }) => accountId ?? []))]
  const people = ids.length
    ? await db
        .select({ id: accounts.id, name: accounts.name })
        .from(accounts)
        .where(inArray(accounts.id, ids))
    : []
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return entries.map((entry) => ({ ...entry, by: names.get(entry.accountId ?? 0) }))
}

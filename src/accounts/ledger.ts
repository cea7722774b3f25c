import { sql } from 'drizzle-orm'
import { type Db, executePlanned } from '../db/database.ts'

export type EntryKind = 'grant' | 'hold' | 'capture' | 'release'

export interface Entry {
  id: number
  kind: EntryKind
  amount: number
  /** What it did to the balance. */
  change: number
  /** The balance after it. */
  balance: number
  reference: string | null
  reason: string | null
  at: Date
}

type Row = Record<keyof Entry, string> & { kind: EntryKind; reference: string | null; reason: string | null }

/** What was granted to an account and what it spent, the newest first, from before a certain entry on. */
export async function listEntries(
  db: Db,
  accountId: number,
  { perPage, before = Number.MAX_SAFE_INTEGER }: { perPage: number; before?: number },
) {
  const rows = await executePlanned<Row>(
    db,
    sql`
    select id, kind, amount, change, balance, reference, reason, at from credit_entries
    where account_id = ${accountId} and id < ${before}::bigint order by id desc limit ${perPage + 1}::int`,
  )
  const items = rows.slice(0, perPage).map(entryOf)
  return { items, nextCursor: rows.length > perPage ? items.at(-1)!.id : null }
}

const entryOf = ({ kind, reference, reason, at, ...numbers }: Row): Entry => ({
  id: Number(numbers.id),
  kind,
  amount: Number(numbers.amount),
  change: Number(numbers.change),
  balance: Number(numbers.balance),
  reference,
  reason,
  at: new Date(at),
})

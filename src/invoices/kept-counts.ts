import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

interface KeptCount {
  count: number
  /** The number of the last event before it was counted. */
  event: string | null
}

const keptCounts = new WeakMap<Db, Map<string, KeptCount>>()
/** Each is a filter that somebody asked for; the oldest goes first. */
const mostKept = 500

/**
 * To count a hundred thousand hits exactly takes tens of milliseconds, and every page of a list tells the count. Whatever
 * changes an invoice announces it in the same commit, so a count is true for as long as there is no newer event.
 */
export async function keptCount(db: Db, question: unknown, count: () => Promise<number>): Promise<number> {
  const kept = keptCounts.get(db) ?? new Map<string, KeptCount>()
  keptCounts.set(db, kept)
  const key = JSON.stringify(question)
  const [last] = await db.execute<{ event: string | null }>(sql`select max(id)::text as event from events`)
  const before = kept.get(key)
  if (before && before.event === last!.event) return before.count
  const fresh = { count: await count(), event: last!.event }
  kept.delete(key)
  kept.set(key, fresh)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return fresh.count
}

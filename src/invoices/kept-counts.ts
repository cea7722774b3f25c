import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

interface KeptCount {
  count: number
  /** The number of the last event before it was counted, and when that was. */
  event: string | null
  at: number
}

interface Counts {
  kept: Map<string, KeptCount>
  underWay: Map<string, { event: string | null; counting: Promise<KeptCount> }>
}

const countsOf = new WeakMap<Db, Counts>()
/** Each is a filter that somebody asked for; the oldest goes first. */
const mostKept = 500
/** Of so many, a few more or less are not noticed: while they are counted anew, the last count is told for a moment. */
const many = 10_000
const momentMs = 2_000

/**
 * To count a hundred thousand hits exactly takes tens of milliseconds, and every page of a list tells the count. Whatever
 * changes what lists say announces it in the same commit, so a count is true for as long as there is no newer event.
 */
export async function keptCount(db: Db, question: unknown, count: () => Promise<number>): Promise<number> {
  const counts = countsOf.get(db) ?? { kept: new Map(), underWay: new Map() }
  countsOf.set(db, counts)
  const key = JSON.stringify(question)
  const event = await lastChange(db)
  const before = counts.kept.get(key)
  if (before?.event === event) return before.count
  const anew = countAnew(counts, key, { event, count })
  if (!before || before.count < many || performance.now() - before.at > momentMs) return (await anew).count
  // should it fail, the next to ask hears of it
  anew.catch(() => {})
  return before.count
}

/** Who asks while it is being counted shares the count, if nothing has changed since it began. */
function countAnew({ kept, underWay }: Counts, key: string, { event, count }: Question) {
  const started = underWay.get(key)
  if (started?.event === event) return started.counting
  const counting = count()
    .then((count) => {
      const fresh = { count, event, at: performance.now() }
      kept.delete(key)
      kept.set(key, fresh)
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
      return fresh
    })
    .finally(() => {
      if (underWay.get(key)?.counting === counting) underWay.delete(key)
    })
  underWay.set(key, { event, counting })
  return counting
}

interface Question {
  event: string | null
  count: () => Promise<number>
}

/** The types are written out: only so does the database see that its index is of just these. */
async function lastChange(db: Db) {
  const [last] = await db.execute<{ event: string | null }>(sql`
    select max(id)::text as event from events
    where type in ('invoice_status_update', 'invoice_preview_updated', 'batch_progress')`)
  return last!.event
}

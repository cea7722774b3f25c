import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { type Db, executePlanned, type Tx } from '../db/database.ts'

export interface Limit {
  /** Whose it is; left out where the name says it all, as for a network address. */
  accountId?: number
  name: string
  limit: number
  windowSeconds: number
}

export interface Allowance {
  allowed: boolean
  limit: number
  remaining: number
  /** When there is room again for as much as the limit allows. */
  resetAt: Date
}

/**
 * Takes one from what a limit allows. A window begins with the first and has an end, which programs can be told; a sliding
 * one would say of each of sixty takes when it comes back. One statement decides under the lock of one row, so it is exact
 * for any number of callers and processes; without the database there is no answer, and so nothing is allowed.
 */
export async function takeFromLimit(db: Db | Tx, limit: Limit): Promise<Allowance> {
  const most = Math.max(0, limit.limit)
  const [window] = await executePlanned<Window>(
    db,
    sql`
    insert into limit_windows as known (key, taken, ends_at)
    select ${keyOf(limit)}::text, 1, statement_timestamp() + make_interval(secs => ${limit.windowSeconds})
    where ${most}::int > 0
    on conflict (key) do update set
      taken = case when ${isOver} then 1 else known.taken + 1 end,
      ends_at = case when ${isOver} then excluded.ends_at else known.ends_at end
    where ${isOver} or known.taken < ${most}::int
    returning taken, ends_at`,
  )
  if (!window) return { ...(await lookAtLimit(db, limit)), allowed: false, remaining: 0 }
  return { allowed: true, limit: most, remaining: most - window.taken, resetAt: new Date(window.ends_at) }
}

/** What a limit would allow now, without taking from it. */
export async function lookAtLimit(db: Db | Tx, limit: Limit): Promise<Allowance> {
  const most = Math.max(0, limit.limit)
  const [window] = await executePlanned<Window>(
    db,
    sql`select taken, ends_at from limit_windows as known where key = ${keyOf(limit)} and not (${isOver})`,
  )
  const remaining = Math.max(0, most - (window?.taken ?? 0))
  const resetAt = window ? new Date(window.ends_at) : new Date(Date.now() + limit.windowSeconds * 1_000)
  return { allowed: remaining > 0, limit: most, remaining, resetAt }
}

/** Begins anew, as if nothing had been taken. */
export const forgetLimit = (db: Db | Tx, limit: Pick<Limit, 'accountId' | 'name'>) =>
  db.execute(sql`delete from limit_windows where key = ${keyOf(limit)}`)

/** Windows that are over say nothing any more. */
export async function purgeLimits({ db }: { db: Db }, atOnce: number = bounds.windowsPerPurge) {
  for (let gone = atOnce; gone === atOnce; )
    gone = (
      await executePlanned(
        db,
        sql`delete from limit_windows where key in (
          select key from limit_windows as known where ${isOver} limit ${atOnce}::int for update skip locked)`,
      )
    ).count
}

type Window = { taken: number; ends_at: string }

const isOver = sql`known.ends_at <= statement_timestamp()`

const keyOf = ({ accountId, name }: Pick<Limit, 'accountId' | 'name'>) =>
  accountId === undefined ? name : `${name}:${accountId}`

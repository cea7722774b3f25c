import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

export interface Waiting {
  count: number
  ready: number
  /** Since when the one waits that waits longest. */
  oldest: Date | null
}

export interface Day {
  /** As 2026-03-14. */
  day: string
  received: number
  decided: number
}

export interface Speed {
  /** From the upload until the fields were there, and until a person had decided: half were faster. */
  readSeconds: number | null
  decideSeconds: number | null
}

/** What waits for a person. */
export async function findWaiting(db: Db): Promise<Waiting> {
  const [row] = await db.execute<{ count: number; ready: number; oldest: number | null }>(sql`
    select coalesce((select sum(invoices) from invoice_counts where status = 'waiting_validation'), 0)::int as count,
      (select count(*)::int from invoices where status = 'waiting_validation' and ready) as ready,
      (select extract(epoch from created_at)::float8 * 1000 from invoices where status = 'waiting_validation'
        order by created_at, id limit 1) as oldest`)
  const { count, ready, oldest } = row!
  return { count, ready, oldest: oldest === null ? null : new Date(oldest) }
}

const days = 14

/** How many came in and how many were decided, day by day. */
export async function listDays(db: Db): Promise<Day[]> {
  const rows = await db.execute<Day & Record<string, unknown>>(sql`
    with received as (
      select created_at::date as day, count(*)::int as count from invoices
      where created_at >= current_date - ${days - 1}::int group by 1
    ), decided as (
      select at::date as day, count(*)::int as count from audit
      where action in ('confirm', 'reject', 'accept') and at >= current_date - ${days - 1}::int group by 1
    )
    select to_char(each, 'YYYY-MM-DD') as day, coalesce(received.count, 0) as received, coalesce(decided.count, 0) as decided
    from generate_series(current_date - ${days - 1}::int, current_date, interval '1 day') as each
    left join received on received.day = each::date left join decided on decided.day = each::date order by each`)
  return [...rows]
}

/** So many of the last ones tell how fast it goes. */
const lately = 2_000

export async function findSpeed(db: Db): Promise<Speed> {
  const [row] = await db.execute<{ read: number | null; decide: number | null }>(sql`
    select ${medianSince('receive', sql`action = 'present'`)} as read,
      ${medianSince('receive', sql`action in ('confirm', 'reject')`)} as decide`)
  return { readSeconds: row!.read, decideSeconds: row!.decide }
}

const medianSince = (start: string, steps: ReturnType<typeof sql>) => sql`(
  select percentile_cont(0.5) within group (order by extract(epoch from step.at - began.at)) from (
    select invoice_id, at from audit where ${steps} and at > now() - interval '30 days' order by at desc limit ${lately}
  ) as step join lateral (
    select max(at) as at from audit where invoice_id = step.invoice_id and action = ${start} and at <= step.at
  ) as began on began.at is not null)`

import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { deadLetters } from './queues.ts'

export interface QueueState {
  name: string
  waiting: number
  running: number
  failed: number
}

export interface LostJob {
  id: string
  /** The queue it was in when it failed. */
  name: string
  invoiceId: number | null
  at: Date
  tries: number
  reason: string
}

/** More than these nobody reads; those behind them follow as these are mended. */
const mostListed = 50

/** How each queue is, as pg-boss counts every other second. */
export async function listQueues(db: Db): Promise<QueueState[]> {
  const rows = await db.execute<QueueState & Record<string, unknown>>(sql`
    select name, queued_count as waiting, active_count as running, failed_count as failed
    from pgboss.queue where name <> ${deadLetters.name} and name not like '\\_\\_%' order by name`)
  return [...rows]
}

const failed = sql`select id, name, data, completed_on as at, retry_count, output from pgboss.job
  where state = 'failed' and name <> ${deadLetters.name}`

/** What failed for good and can be tried again, the last first. */
export const listFailed = (db: Db) => listLost(db, failed)

/** What broke off again and again, and what was made of it. */
export const listDeadLetters = (db: Db) =>
  listLost(
    db,
    sql`select id, coalesce(source_name, name) as name, data, created_on as at,
        coalesce(source_retry_count, retry_count) as retry_count, coalesce(source_output, output) as output
      from pgboss.job where name = ${deadLetters.name}`,
  )

async function listLost(db: Db, query: ReturnType<typeof sql>): Promise<LostJob[]> {
  const rows = await db.execute<{
    id: string
    name: string
    invoice: string | null
    ms: number
    tries: number
    reason: string | null
  }>(sql`
    select id::text, name, data->>'invoiceId' as invoice, extract(epoch from at)::float8 * 1000 as ms,
      retry_count + 1 as tries, left(coalesce(output->>'message', output#>>'{value,message}', output::text), 300) as reason
    from (${query}) as job order by at desc limit ${mostListed}`)
  return rows.map(({ id, name, invoice, ms, tries, reason }) => ({
    id,
    name,
    invoiceId: invoice === null ? null : Number(invoice),
    at: new Date(ms),
    tries,
    reason: reason ?? '',
  }))
}

export async function findFailed(db: Db, id: string): Promise<LostJob | undefined> {
  const [job] = await listLost(db, sql`${failed} and id = ${id}::uuid`)
  return job
}

/** Puts one failed job back into its queue, as pg-boss does it. */
export const retryJob = (db: Db, id: string) =>
  db.execute(sql`
    update pgboss.job set state = 'retry', retry_limit = retry_limit + 1, completed_on = null, start_after = now()
    where id = ${id}::uuid and state = 'failed'`)

/** Takes a failed job off the list: another one does its work. */
export const forgetJob = (db: Db, id: string) =>
  db.execute(sql`delete from pgboss.job where id = ${id}::uuid and state = 'failed'`)

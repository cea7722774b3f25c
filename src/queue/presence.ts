import { type SQL, sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import type { Log } from '../log.ts'
import type { JobName } from './job-data.ts'
import type { Queue } from './queue.ts'

/** The class of advisory locks by which processes show that they live. */
const lockClass = 4_711_003

export interface Presence {
  worker: number
  stop(): Promise<void>
}

/**
 * Shows that this process lives: a lock that Postgres lets go of the moment the process dies. `client` must have
 * one connection and is this function's alone.
 */
export async function showPresence(client: Sql, log: Log): Promise<Presence> {
  const worker = Math.floor(Math.random() * 2 ** 31)
  const hold = () => client`
    select pg_advisory_lock(${lockClass}, ${worker}) where not exists (
      select from pg_locks where locktype = 'advisory' and classid = ${lockClass} and objid = ${worker})`
  await hold()
  // after a lost connection the lock is taken again by whichever tick comes first
  const timer = setInterval(() => hold().catch((error) => log.debug('presence', { error })), 2_000)
  return {
    worker,
    async stop() {
      clearInterval(timer)
      await client.end({ timeout: 1 })
    },
  }
}

/** Whether the process lives that is known by this number. */
export const isAlive = (worker: SQL) => sql`exists (
  select from pg_locks where locktype = 'advisory' and classid = ${lockClass} and objid = ${worker})`

/** Takes up at once what processes were working on that live no more; called once, by a process that starts. */
export async function takeUpOrphans(client: Sql, queue: Queue, log: Log) {
  const orphans = await client`
    with held as (
      select job.id, job.name, invoices.held_by from pgboss.job as job
      join invoices on invoices.id = (job.data->>'invoiceId')::bigint
      where job.state = 'active' and job.name in ('read-document', 'extract-invoice')
      union all
      select job.id, job.name, exports.held_by from pgboss.job as job
      join exports on exports.id = (job.data->>'exportId')::bigint
      where job.state = 'active' and job.name = 'run-export'
      union all
      select job.id, job.name, capture_attempts.held_by from pgboss.job as job
      join capture_attempts on session_id = job.data->>'sessionId' and attempt = (job.data->>'attempt')::int
      where job.state = 'active' and job.name = 'read-capture'
    )
    select id, name from held where not exists (
      select from pg_locks where locktype = 'advisory' and classid = ${lockClass} and objid = held.held_by)`
  for (const { id, name } of orphans) await queue.putBack(name as JobName, [id])
  if (orphans.length) log.info('took up what was left', { jobs: orphans.length })
}

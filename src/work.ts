import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from './db/database.ts'
import { sqlState } from './db/failures.ts'
import type { JobData, JobName } from './queue/job-data.ts'
import type { Queue } from './queue/queue.ts'

/** Something that happened, for whoever listens: ids, never content. */
export interface Announcement {
  type:
    | 'invoice_status_update'
    | 'invoice_preview_updated'
    | 'invoice_progress'
    | 'batch_progress'
    | 'export_progress'
    | 'session_update'
  /** Whose it is: that account hears it, and everybody who may see the whole workspace. */
  accountId: number
  invoiceId?: number
  data: Record<string, unknown>
}

/** One commit: the rows, the jobs about them, and the word to those who listen. Or none of it happened. */
export interface Work {
  tx: Tx
  enqueue<Name extends JobName>(name: Name, ...jobs: JobData[Name][]): Promise<void>
  announce(...announcements: Announcement[]): void
}
export type Transact = <T>(body: (work: Work) => Promise<T>) => Promise<T>

/** The channel on which "look into the events" is said. */
export const eventsChannel = 'folio_events'

const eventsLock = 4_711_002
/** Deadlock and serialisation failure: nothing happened, and doing it again is the remedy. */
const passing = ['40P01', '40001']

export function createTransact(db: Db, queue: Pick<Queue, 'enqueue'>): Transact {
  return async (body) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(db, queue, body)
      } catch (error) {
        if (attempt === 3 || !passing.includes(sqlState(error) ?? '')) throw error
        // who is back at once may take again what the other was just waiting for
        await sleep(attempt * (20 + 80 * Math.random()))
      }
    }
  }
}

function once<T>(db: Db, queue: Pick<Queue, 'enqueue'>, body: (work: Work) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    const announcements: Announcement[] = []
    const result = await body({
      tx,
      enqueue: (name, ...jobs) => queue.enqueue(tx, name, jobs),
      announce: (...more) => void announcements.push(...more),
    })
    if (announcements.length) await record(tx, announcements)
    return result
  })
}

/**
 * Written last, under a lock held until the commit, so that events are numbered in the order in which they
 * become visible: who has seen number 7 will never find a new number 6.
 */
async function record(tx: Tx, announcements: Announcement[]) {
  await tx.execute(sql`
    with locked as materialized (select pg_advisory_xact_lock(${eventsLock})),
    written as (
      insert into events (type, account_id, invoice_id, data)
      select type, account, invoice, data::jsonb from locked, unnest(
        ${textArray(announcements.map(({ type }) => type))}::text[],
        ${textArray(announcements.map(({ accountId }) => accountId))}::bigint[],
        ${textArray(announcements.map(({ invoiceId }) => invoiceId ?? null))}::bigint[],
        ${textArray(announcements.map(({ data }) => JSON.stringify(data)))}::text[]
      ) with ordinality as told (type, account, invoice, data, position)
      order by position
      returning id
    )
    select pg_notify(${eventsChannel}, max(id)::text) from written`)
}

/** A Postgres array literal: drizzle would otherwise spread the list over many parameters. */
export const textArray = (values: (string | number | null)[]) =>
  `{${values.map((value) => (value === null ? 'NULL' : `"${String(value).replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`

import { and, asc, gt, lte } from 'drizzle-orm'
import { bigint, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Sql } from 'postgres'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { jsonb } from '../db/jsonb.ts'
import type { Log } from '../log.ts'
import { type Announcement, eventsChannel } from '../work.ts'
import { lastEventId } from './last-event.ts'

const events = pgTable('events', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  type: text('type').$type<Announcement['type']>().notNull(),
  accountId: bigint('account_id', { mode: 'number' }),
  invoiceId: bigint('invoice_id', { mode: 'number' }),
  data: jsonb<Record<string, unknown>>('data').notNull(),
})
export type Event = typeof events.$inferSelect
export type Listener = (events: Event[]) => Promise<void> | void

/** Events read at once; a burst is more than one such read. */
const batch = 500

export interface Feed {
  /** Hears every event that is committed from now on, in order, on whichever process it happened. */
  subscribe(listener: Listener): () => void
  /** What was committed after an event, oldest first, at most one batch. */
  since(id: number): Promise<Event[]>
  lastId(): number
  stop(): Promise<void>
}

/**
 * Follows the events of all processes. A notification is only a hint to read the table, so one that is lost with a
 * connection costs nothing: after every reconnect the table is read from the last event seen.
 */
export async function followEvents(client: Sql, db: Db, log: Log): Promise<Feed> {
  const listeners = new Set<Listener>()
  let last = await lastEventId(db)
  let reading: Promise<void> | undefined
  let again = false

  const since = (id: number, until?: number) =>
    db
      .select()
      .from(events)
      .where(and(gt(events.id, id), until === undefined ? undefined : lte(events.id, until)))
      .orderBy(asc(events.id))
      .limit(batch)

  async function readOn() {
    do {
      again = false
      // where nobody listens they need not be read: whoever comes later reads what it missed
      const newest = listeners.size ? undefined : await lastEventId(db)
      if (newest !== undefined && !listeners.size) {
        last = newest
        continue
      }
      const fresh = await since(last)
      last = fresh.at(-1)?.id ?? last
      if (fresh.length === batch) again = true
      if (fresh.length) for (const listener of listeners) await listener(fresh)
    } while (again)
  }
  // one reader at a time: an older read must not overtake a newer one
  const hint = () => {
    again = true
    reading ??= readOn()
      .catch((error) => log.warn('events', { error }))
      .finally(() => {
        reading = undefined
      })
  }
  const listening = await client.listen(eventsChannel, hint, hint)
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since: (id) => since(id, last),
    lastId: () => last,
    async stop() {
      listeners.clear()
      await listening.unlisten().catch(() => {})
      await reading
    },
  }
}

/** Whether an account may hear of this. */
export const mayHear = (account: Account, event: Event) =>
  account.role !== 'uploader' || event.accountId === account.id

/** An event as programs see it. */
export const eventJson = ({ id, type, at, data }: Event) => ({ id, type, at: at.toISOString(), ...data })

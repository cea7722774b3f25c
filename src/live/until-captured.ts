import { and, eq, isNotNull } from 'drizzle-orm'
import { captureAttempts } from '../capture/captures.table.ts'
import type { Ticket } from '../capture/take-picture.ts'
import type { Db } from '../db/database.ts'
import type { Feed } from './feed.ts'

/** Waits until an attempt is done, wherever that happens; false where `signal` says before that it is enough. */
export type UntilCaptured = (ticket: Ticket, signal: AbortSignal) => Promise<boolean>

export const untilCaptured =
  (feed: Feed, db: Db): UntilCaptured =>
  async ({ sessionId, attempt }, signal) => {
    const done = and(
      eq(captureAttempts.sessionId, sessionId),
      eq(captureAttempts.attempt, attempt),
      isNotNull(captureAttempts.finishedAt),
    )
    const isDone = async () =>
      (await db.select({ attempt: captureAttempts.attempt }).from(captureAttempts).where(done)).length > 0
    let told = Promise.withResolvers<void>()
    const wake = () => told.resolve()
    const unsubscribe = feed.subscribe((events) => {
      if (events.some(({ type, data }) => type === 'session_update' && data.session_id === sessionId)) wake()
    })
    signal.addEventListener('abort', wake, { once: true })
    try {
      // it may be done before anybody listens
      while (!(await isDone())) {
        if (signal.aborted) return false
        await told.promise
        told = Promise.withResolvers()
      }
      return true
    } finally {
      unsubscribe()
      signal.removeEventListener('abort', wake)
    }
  }

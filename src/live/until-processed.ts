import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { InvoiceId } from '../invoices/invoices.table.ts'
import type { Feed } from './feed.ts'

/** Waits until an invoice is no longer being processed, wherever that happens; or until `signal` says that it is enough. */
export type UntilProcessed = (id: InvoiceId, signal: AbortSignal) => Promise<void>

export const untilProcessed =
  (feed: Feed, db: Db): UntilProcessed =>
  async (id, signal) => {
    const over = Promise.withResolvers<void>()
    const stop = () => over.resolve()
    const unsubscribe = feed.subscribe((events) => {
      const ended = ({ type, invoiceId, data }: (typeof events)[number]) =>
        type === 'invoice_status_update' && invoiceId === id && data.status !== 'processing'
      if (events.some(ended)) stop()
    })
    signal.addEventListener('abort', stop, { once: true })
    try {
      // it may have ended before anybody listened
      const [row] = await db.execute(sql`select from invoices where id = ${id} and status = 'processing'`)
      if (row && !signal.aborted) await over.promise
    } finally {
      unsubscribe()
      signal.removeEventListener('abort', stop)
    }
  }

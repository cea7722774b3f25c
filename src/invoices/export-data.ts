import { and, asc, eq, gt } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import type { InvoiceData } from './invoice-data.ts'
import { type InvoiceFilter, matching } from './invoice-filter.ts'
import { invoices } from './invoices.table.ts'

/** So many at a time that the way to the database does not count, and so few that memory stays flat. */
const chunk = 1000

export interface FinalInvoice {
  id: number
  source: string
  processedAt: Date | null
  data: InvoiceData
}

/** The final data of every processed invoice that matches, oldest first, a chunk at a time. */
export async function* finalInvoices(
  db: Db,
  account: Account,
  filter: InvoiceFilter,
): AsyncGenerator<FinalInvoice[]> {
  for (let last = 0; ; ) {
    const rows = await db
      .select({
        id: invoices.id,
        source: invoices.source,
        processedAt: invoices.processedAt,
        data: invoices.finalData,
      })
      .from(invoices)
      .where(
        and(
          matching({ ...filter, status: undefined }, account),
          eq(invoices.status, 'processed'),
          gt(invoices.id, last),
        ),
      )
      .orderBy(asc(invoices.id))
      .limit(chunk)
    if (rows.length) yield rows.map((row) => ({ ...row, data: row.data! }))
    if (rows.length < chunk) return
    last = rows.at(-1)!.id
  }
}

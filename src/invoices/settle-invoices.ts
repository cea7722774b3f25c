import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { dataOf, holdEntry, searchOf, writtenCustomer } from './enter-invoices.ts'

const ofMoved = [
  writtenCustomer(sql`customer_tax_id`),
  sql`invoice_number`,
  sql`issued_on`,
  sql`total`,
] as const

/**
 * Moves invoices that came as data from where they are quickly stored to where they are quickly found, some at a time, for
 * as long as `goOn` says. Nothing else changes: every query but the search sees them before as after.
 */
export async function settleInvoices({ transact }: Pick<Deps, 'transact'>, goOn: () => Promise<boolean>) {
  let moved = 0
  while (await goOn()) {
    const some = await transact(async ({ tx, announce }) => {
      await holdEntry(tx, 'alone')
      const [last] = await executePlanned<{ count: number; account_id: string; batch_id: string }>(
        tx,
        sql`
        with moved as (
          delete from fresh_invoices
          where id in (select id from fresh_invoices order by id limit ${bounds.settledAtOnce}) returning *
        ), settled as (
          insert into invoices (id, account_id, status, stage, source, filename, content_type, size_bytes, final_data,
            version, created_at, updated_at, processed_at, document_type, invoice_number, customer_tax_id, issued_on,
            total, search, batch_id, batch_position)
          overriding system value
          select id, account_id, status, stage, source, filename, content_type, size_bytes, ${dataOf(...ofMoved)},
            version, created_at, updated_at, processed_at, document_type, invoice_number, customer_tax_id, issued_on,
            total, ${searchOf(...ofMoved)}, batch_id, batch_position
          from moved
          order by id
          returning id, account_id, batch_id
        )
        select count(*)::int as count, max(account_id) as account_id, max(batch_id) as batch_id from settled`,
      )
      if (!last?.count) return 0
      // what was counted by a search before counts otherwise now
      const data = { batch_id: Number(last.batch_id), searchable: true }
      announce({ type: 'batch_progress', accountId: Number(last.account_id), data })
      return last.count
    })
    if (!some) break
    moved += some
  }
  return moved
}

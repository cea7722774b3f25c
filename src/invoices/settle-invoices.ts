import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned, type Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { textArray } from '../work.ts'
import { holdEntry, searchOf } from './enter-invoices.ts'
import type { InvoiceId } from './invoices.table.ts'

/**
 * Moves invoices that came as data from where they are quickly stored to where they are quickly found, some at a time, for
 * as long as `goOn` says. Nothing else changes: every query but the search sees them before as after.
 */
export async function settleInvoices({ transact }: Pick<Deps, 'transact'>, goOn: () => Promise<boolean>) {
  let moved = 0
  while (await goOn()) {
    const some = await transact(async ({ tx, announce }) => {
      await holdEntry(tx, 'alone')
      const last = await settle(
        tx,
        sql`select id from fresh_invoices order by id limit ${bounds.settledAtOnce}`,
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

/** These settle now, whichever have not yet: something is to be done to them. */
export async function settleThese(tx: Tx, ids: InvoiceId[]) {
  const fresh = sql`select id from fresh_invoices where id = any(${textArray(ids)}::bigint[])`
  const [some] = await executePlanned(tx, sql`${fresh} limit 1`)
  if (!some) return
  await holdEntry(tx, 'alone')
  await settle(tx, fresh)
}

async function settle(tx: Tx, which: SQL) {
  const [last] = await executePlanned<{ count: number; account_id: string; batch_id: string }>(
    tx,
    sql`
    with moving as materialized (${which}), moved as (
      delete from fresh_invoices where id in (select id from moving)
    ), settled as (
      insert into settled_invoices (id, account_id, status, stage, source, filename, content_type, size_bytes, final_data,
        created_at, updated_at, processed_at, document_type, invoice_number, customer_tax_id, issued_on, total, search, batch_id,
        batch_position)
      overriding system value
      select id, account_id, status, stage, source, filename, content_type, size_bytes, final_data,
        created_at, updated_at, processed_at, document_type, invoice_number, customer_tax_id, issued_on, total,
        ${searchOf(sql`customer_tax_id`, sql`invoice_number`, sql`issued_on`, sql`total`)}, batch_id, batch_position
      from fresh_as_invoices where id in (select id from moving)
      order by id
      returning account_id, batch_id
    )
    select count(*)::int as count, max(account_id) as account_id, max(batch_id) as batch_id from settled`,
  )
  return last
}

import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { settleInvoices } from '../invoices/settle-invoices.ts'

/** Indexing what batches brought waits for a quiet moment; when there is too much of it, it is done now and then. */
export const settleWhenQuiet = (deps: Pick<Deps, 'db' | 'transact'>, signal: AbortSignal) =>
  settleInvoices(deps, async () => {
    const when = await whenToSettle(deps)
    if (when === 'pressing') await sleep(bounds.settlePauseMs, undefined, { signal }).catch(() => {})
    return when !== 'later' && !signal.aborted
  })

async function whenToSettle({ db }: Pick<Deps, 'db'>) {
  const [row] = await executePlanned<{ pressing: boolean; quiet: boolean }>(
    db,
    sql`select max(id) - min(id) > ${bounds.freshInvoices} as pressing,
        not exists (select from parcels where attempts = 0)
        and (select processed_at from fresh_invoices order by id desc limit 1)
          < now() - make_interval(secs => ${bounds.quietMs / 1000}) as quiet
      from fresh_invoices`,
  )
  return row?.quiet ? 'now' : row?.pressing ? 'pressing' : 'later'
}

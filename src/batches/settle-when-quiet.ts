import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { settleInvoices } from '../invoices/settle-invoices.ts'

/**
 * Indexing what batches brought waits for a quiet moment; when there is too much of it, it is done now and then. It rests
 * as long as it works: who reads documents meanwhile has the better half of the machine.
 */
export function settleWhenQuiet(deps: Pick<Deps, 'db' | 'transact'>, signal: AbortSignal) {
  let began = performance.now()
  return settleInvoices(deps, async () => {
    const when = await whenToSettle(deps)
    const restMs = when === 'pressing' ? bounds.settlePauseMs : performance.now() - began
    if (when !== 'later')
      await sleep(Math.min(restMs, bounds.settlePauseMs), undefined, { signal }).catch(() => {})
    began = performance.now()
    return when !== 'later' && !signal.aborted
  })
}

async function whenToSettle({ db }: Pick<Deps, 'db'>) {
  const [row] = await executePlanned<{ pressing: boolean; quiet: boolean }>(
    db,
    sql`select max(id) - min(id) > ${bounds.freshInvoices} as pressing,
        not exists (select from parcels where attempts = 0)
        and (select entered_at from fresh_invoices order by id desc limit 1)
          < now() - make_interval(secs => ${bounds.quietMs / 1000}) as quiet
      from fresh_invoices`,
  )
  return row?.quiet ? 'now' : row?.pressing ? 'pressing' : 'later'
}

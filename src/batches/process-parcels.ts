import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import { databaseFault } from '../db/database-faults.ts'
import type { Deps } from '../deps.ts'
import { enterDoubtful, enterSound, holdEntry } from '../invoices/enter-invoices.ts'
import { textArray, type Work } from '../work.ts'
import { countUp } from './count-up.ts'
import { separator } from './parcels.ts'

type Processing = Pick<Deps, 'transact' | 'log'>

/**
 * Stores what was accepted, parcel by parcel, until nothing is left. Whatever dies meanwhile: an invoice is stored in the
 * commit that ends its parcel, so not twice, and not never.
 */
export async function processParcels(deps: Processing, signal: AbortSignal) {
  while (!signal.aborted) {
    const stored = await storeSome(deps)
    if (!stored) return
    // what comes in drops is gathered for a moment: the disk takes as long for one invoice as for a thousand
    if (stored < bounds.invoicesATurn / 2) await sleep(bounds.gatherMs, undefined, { signal }).catch(() => {})
  }
}

/** One turn, in the first way that works. How many invoices there were. */
async function storeSome(deps: Processing): Promise<number> {
  for (const areDistinct of [true, false])
    try {
      return await storeTogether(deps, { areDistinct })
    } catch (error) {
      if (isPassing(error)) throw error
    }
  return await storeFirst(deps)
}

/** The database is away or full: nothing is wrong with the parcel, and it is tried again for as long as that takes. */
const isPassing = (error: unknown) => databaseFault(error)?.kind === 'unavailable'

const storeTogether = ({ transact }: Processing, how: How) =>
  transact(async (work) => {
    await holdEntry(work.tx)
    const taken = await takeDue(work, bounds.parcelsATurn)
    if (taken) await store(work, taken, how)
    return taken?.invoices ?? 0
  })

const storeFirst = ({ transact, log }: Processing) =>
  transact(async (work) => {
    await holdEntry(work.tx)
    const taken = await takeDue(work, 1)
    if (!taken) return 0
    try {
      await work.tx.transaction((tx) => store({ ...work, tx }, taken, { areDistinct: false }))
    } catch (error) {
      if (isPassing(error)) throw error
      log.error('a parcel could not be stored', { parcel: taken.ids, error })
      await putOff(work, taken)
    }
    return taken.invoices
  })

/** Whether no two of the invoices are believed to be alike. */
interface How {
  areDistinct: boolean
}

interface Taken {
  ids: string
  invoices: number
}

/** What is due first, up to a number of invoices; a parcel that failed before waits for its time. */
async function takeDue({ tx }: Work, most: number): Promise<Taken | undefined> {
  const due = await executePlanned<{ id: string; size: number }>(
    tx,
    sql`select id, ${sizeOf} as size from parcels where not failed and (attempts = 0 or due <= now())
      order by due, id limit ${most}`,
  )
  if (!due.length) return undefined
  const ids: string[] = []
  let invoices = 0
  for (const { id, size } of due) {
    if (ids.length && invoices + size > bounds.invoicesATurn) break
    ids.push(id)
    invoices += size
  }
  return { ids: textArray(ids), invoices }
}

async function store(work: Work, { ids, invoices }: Taken, how: How) {
  const facturas = facturasOf(ids)
  const sound = await enterSound(work.tx, facturas, how)
  const doubtful = sound < invoices ? await enterDoubtful(work.tx, facturas) : []
  if (sound + doubtful.length !== invoices) throw new Error('not every invoice of a parcel was stored')
  const ended = sql`delete from parcels where id = any(${ids}::bigint[]) returning *`
  await countUp(work, { parcels: ended, doubtful })
}

/** Every factura of these parcels, in the order in which they are due. */
const facturasOf = (ids: string) => sql`
  select account_id, batch_id, position, number, customer, date::date as date, total::numeric as total
  from parcels, unnest(batch_ids, positions, string_to_array(numbers, ${separator}), string_to_array(customers, ${separator}),
    string_to_array(totals, ${separator}), string_to_array(dates, ${separator})
  ) with ordinality as facturas (batch_id, position, number, customer, total, date, place)
  where id = any(${ids}::bigint[]) and ${isThere}
  order by due, id, place`

const isThere = sql`(not mixed or exists (select from batches where id = batch_id))`
const sizeOf = sql`case when mixed then (select count(*)::int from unnest(batch_ids) as batch_id where ${isThere}) else size end`

/** It is tried again later, and in the end given up: its invoices count as failed, and it is kept as it came. */
async function putOff(work: Work, { ids }: Taken) {
  const [parcel] = await executePlanned<{ failed: boolean }>(
    work.tx,
    sql`update parcels set attempts = attempts + 1, due = now() + make_interval(secs => (attempts + 1) ^ 2),
      failed = attempts + 1 >= ${bounds.jobAttempts}::int
      where id = any(${ids}::bigint[]) returning failed`,
  )
  const kept = sql`select * from parcels where id = any(${ids}::bigint[])`
  if (parcel?.failed) await countUp(work, { parcels: kept, failed: true })
}

import { setTimeout as sleep } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import { databaseFault } from '../db/database-faults.ts'
import type { Deps } from '../deps.ts'
import { enterDistinct, enterDoubtful, enterSound, holdEntry } from '../invoices/enter-invoices.ts'
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
    if (isMuch(stored)) await storeMuch(deps, signal)
    // what comes in drops is gathered for a moment: the disk takes as long for one invoice as for a thousand
    else await sleep(bounds.gatherMs, undefined, { signal }).catch(() => {})
  }
}

const isMuch = (stored: number) => stored >= bounds.invoicesAParcel

/** Where much waits it is shared by lanes. What is of one batch goes through one of them, and so keeps its order. */
const lanes = [0, 1]

async function storeMuch(deps: Processing, signal: AbortSignal) {
  const ends = await Promise.allSettled(
    lanes.map(async (lane) => {
      while (!signal.aborted && isMuch(await storeSome(deps, lane)));
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** One turn, in the first way that works. How many invoices there were. */
async function storeSome(deps: Processing, lane?: number): Promise<number> {
  for (const areDistinct of [true, false])
    try {
      return await storeTogether(deps, { lane, areDistinct })
    } catch (error) {
      if (isPassing(error)) throw error
    }
  return await storeFirst(deps)
}

/** The database is away or full: nothing is wrong with the parcel, and it is tried again for as long as that takes. */
const isPassing = (error: unknown) => databaseFault(error)?.kind === 'unavailable'

const storeTogether = ({ transact }: Processing, { lane, areDistinct }: How) =>
  transact(async (work) => {
    await holdEntry(work.tx, areDistinct && lane !== undefined ? { lane } : 'alone')
    const taken = await takeDue(work, lane, {
      large: bounds.largeParcelsATurn,
      small: bounds.smallParcelsATurn,
    })
    if (taken) await store(work, taken, areDistinct)
    return taken?.invoices ?? 0
  })

const storeFirst = ({ transact, log }: Processing) =>
  transact(async (work) => {
    await holdEntry(work.tx, 'alone')
    const taken =
      (await takeDue(work, undefined, { large: 1, small: 0 })) ??
      (await takeDue(work, undefined, { large: 0, small: 1 }))
    if (!taken) return 0
    try {
      await work.tx.transaction((tx) => store({ ...work, tx }, taken, false))
    } catch (error) {
      if (isPassing(error)) throw error
      log.error('a parcel could not be stored', { parcel: taken.ids, error })
      await putOff(work, taken)
    }
    return taken.invoices
  })

interface How {
  /** Which lane, or all of them. */
  lane: number | undefined
  /** Whether no two of the invoices are believed to be alike. */
  areDistinct: boolean
}

interface Taken {
  ids: string
  invoices: number
}

/**
 * What is due first, in one lane or in all: some large parcels, and many small ones, so that neither kind waits for the other. A
 * parcel that failed before waits for its time.
 */
async function takeDue(
  { tx }: Work,
  lane: number | undefined,
  { large, small }: { large: number; small: number },
): Promise<Taken | undefined> {
  const due = sql`from parcels where not failed and (attempts = 0 or due <= now())
    and (${lane ?? null}::int is null or batch_ids[1] % ${lanes.length}::int = ${lane ?? null}::int)`
  const taken = await executePlanned<{ id: string; size: number }>(
    tx,
    sql`(select id, ${sizeOf} as size ${due} and size >= ${bounds.largeParcel} order by due, id limit ${large})
      union all
      (select id, ${sizeOf} as size ${due} and size < ${bounds.largeParcel} order by due, id limit ${small})`,
  )
  if (!taken.length) return undefined
  return {
    ids: textArray(taken.map(({ id }) => id)),
    invoices: taken.reduce((sum, { size }) => sum + size, 0),
  }
}

async function store(work: Work, { ids, invoices }: Taken, areDistinct: boolean) {
  const facturas = facturasOf(ids, areDistinct)
  const sound = await (areDistinct ? enterDistinct : enterSound)(work.tx, facturas)
  const doubtful = sound < invoices ? await enterDoubtful(work.tx, facturas) : []
  if (sound + doubtful.length !== invoices) throw new Error('not every invoice of a parcel was stored')
  const ended = sql`delete from parcels where id = any(${ids}::bigint[]) returning batch_ids`
  await countUp(work, { parcels: ended, doubtful })
}

/** Every factura of these parcels, in the order in which they are due; that is worth sorting only where some may be alike. */
const facturasOf = (ids: string, areDistinct: boolean) => sql`
  select account_id, batch_id, position, number, customer, date::date as date, total::numeric as total
  from (
    select id, account_id, due, mixed, unnest(batch_ids) as batch_id, unnest(positions) as position,
      ${listOf(sql`numbers`)} as number, ${listOf(sql`customers`)} as customer, ${listOf(sql`totals`)} as total,
      ${listOf(sql`dates`)} as date, generate_subscripts(batch_ids, 1) as place
    from parcels where id = any(${ids}::bigint[])
  ) as facturas
  where ${isThere}
  ${areDistinct ? sql`` : sql`order by due, id, place`}`

const listOf = (text: SQL) => sql`unnest(string_to_array(${text}, ${separator}))`

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
  const kept = sql`select batch_ids from parcels where id = any(${ids}::bigint[])`
  if (parcel?.failed) await countUp(work, { parcels: kept, failed: true })
}

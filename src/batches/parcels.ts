import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { BatchId } from './batches.table.ts'
import type { Facturas } from './read-facturas.ts'

/** Between the values of a list; the doors let no control character in. */
export const separator = '\u001f'

/** Some facturas of one batch, each column as one text. */
export interface Part {
  /** Where in the batch the first of them is. */
  from: number
  size: number
  numbers: string
  /** Without the hyphens, as they are searched for. */
  customers: string
  totals: string
  dates: string
}

/** A batch in parts that each fit into a parcel. */
export function partsOf({ numbers, customers, totals, dates }: Facturas): Part[] {
  const most = bounds.invoicesAParcel
  return Array.from({ length: Math.ceil(numbers.length / most) }, (_, nth) => {
    const from = nth * most
    const text = (column: string[]) =>
      (numbers.length > most ? column.slice(from, from + most) : column).join(separator)
    return {
      from,
      size: Math.min(most, numbers.length - from),
      numbers: text(numbers),
      customers: text(customers).replaceAll('-', ''),
      totals: text(totals),
      dates: text(dates),
    }
  })
}

export interface NewBatch {
  id: BatchId
  accountId: number
  parts: Part[]
}

/**
 * The part of a statement that keeps what batches consist of until it is stored, in parcels of a thousand. It goes together
 * with a part called `made`, the batches that were really made: nothing is kept of others.
 */
export const keepingParcels = (batches: NewBatch[]): SQL => sql`
  insert into parcels (account_id, due, size, batch_ids, mixed, positions, numbers, customers, totals, dates)
  select account_id, now() + make_interval(secs => due_in), size, batch_ids, not batch_ids <@ ids, positions, numbers,
    customers, totals, dates
  from (values ${sql.join(pack(batches).map(asRow), sql`, `)}) as packed
    (account_id, due_in, size, batch_ids, positions, numbers, customers, totals, dates),
    (select array_agg(id) as ids from made) as made
  where batch_ids && ids`

interface Parcel extends Part {
  accountId: number
  batchIds: BatchId[]
  positions: number[]
}

/** The later its facturas stand in their batch, the later a parcel is due. */
const asRow = (parcel: Parcel) => {
  const dueInMs = (parcel.from / bounds.invoicesAParcel) * bounds.parcelYieldMs
  return sql`(${parcel.accountId}::bigint, ${dueInMs / 1000}::float8, ${parcel.size}::int,
    ${`{${parcel.batchIds}}`}::bigint[], ${`{${parcel.positions}}`}::int[], ${parcel.numbers}::text,
    ${parcel.customers}::text, ${parcel.totals}::text, ${parcel.dates}::text)`
}

/** What begins batches of the same account shares parcels, in the order of the batches; what continues one has its own. */
export function pack(batches: NewBatch[]): Parcel[] {
  const parcels: Parcel[] = []
  const open = new Map<number, Parcel>()
  for (const { id, accountId, parts } of batches)
    for (const part of parts) {
      const places = {
        batchIds: Array<BatchId>(part.size).fill(id),
        positions: Array.from({ length: part.size }, (_, at) => part.from + at),
      }
      const shared = part.from === 0 ? open.get(accountId) : undefined
      if (shared && shared.size + part.size <= bounds.invoicesAParcel) {
        append(shared, part, places)
        continue
      }
      const parcel = { ...part, ...places, accountId }
      parcels.push(parcel)
      if (part.from === 0) open.set(accountId, parcel)
    }
  return parcels
}

function append(parcel: Parcel, part: Part, places: Pick<Parcel, 'batchIds' | 'positions'>) {
  parcel.size += part.size
  parcel.batchIds.push(...places.batchIds)
  parcel.positions.push(...places.positions)
  for (const column of ['numbers', 'customers', 'totals', 'dates'] as const)
    parcel[column] += separator + part[column]
}

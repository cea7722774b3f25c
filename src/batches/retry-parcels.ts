import { sql } from 'drizzle-orm'
import { type Db, executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { announceProgress, type CountedBatch } from './count-up.ts'

/** How many invoices of batches could not be stored, and are kept as they came. */
export async function countFailed(db: Db): Promise<number> {
  const [row] = await executePlanned<{ count: number }>(
    db,
    sql`select coalesce(sum(size), 0)::int as count from parcels where failed`,
  )
  return row!.count
}

/** What could not be stored is tried afresh: its invoices are no longer failed, and its batches no longer done. */
export const retryParcels = ({ transact }: Pick<Deps, 'transact'>) =>
  transact(async (work) => {
    const batches = await executePlanned<CountedBatch>(
      work.tx,
      sql`
      with again as (
        update parcels set failed = false, attempts = 0, due = now() where failed returning batch_ids
      ), met as (
        select batch_id, count(*)::int as count from again, unnest(batch_ids) as batch_id group by batch_id
      )
      update batches set failed = batches.failed - count, finished_at = null
      from met join batches as before on before.id = batch_id
      where batches.id = batch_id
      returning batches.id, batches.account_id, batches.total, batches.processed, batches.waiting_validation, batches.failed,
        batches.created_at, batches.finished_at,
        case when before.finished_at is null then 'processing' else 'done' end as previous`,
    )
    announceProgress(work, batches)
  })

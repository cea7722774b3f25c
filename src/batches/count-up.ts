import { type SQL, sql } from 'drizzle-orm'
import { executePlanned } from '../db/database.ts'
import { textArray, type Work } from '../work.ts'
import { batchToJson } from './batch-json.ts'
import type { BatchId, BatchStatus } from './batches.table.ts'

interface Outcome {
  /** A statement that gives the `batch_ids` of the parcels whose invoices have met their fate. */
  parcels: SQL
  /** The batch of each invoice that waits for a person. */
  doubtful?: BatchId[]
  /** None of them could be stored. */
  failed?: boolean
}

/** A batch after a change of its counts. */
export interface CountedBatch extends Record<string, unknown> {
  id: string
  account_id: string
  total: number
  processed: number
  waiting_validation: number
  failed: number
  created_at: string
  finished_at: string | null
  /** What it was before. */
  previous: BatchStatus
}

/** Counts in each batch what became of its invoices, and says so: one word a batch, however many they were. */
export async function countUp(work: Work, { parcels, doubtful = [], failed = false }: Outcome) {
  const batches = await executePlanned<CountedBatch>(
    work.tx,
    sql`
      with ended as (${parcels}), met as (
        select batch_id, count(*)::int as count
        from ended, unnest(batch_ids) as batch_id group by batch_id
      ), doubted as (
        select batch_id, count(*)::int as count
        from unnest(${textArray(doubtful)}::bigint[]) as batch_id group by batch_id
      ), fates as (
        select batch_id, met.count as count, coalesce(doubted.count, 0) as doubted, ${failed}::boolean as failed
        from met left join doubted using (batch_id)
      )
      update batches set
        processed = processed + case when fates.failed then 0 else count - doubted end,
        waiting_validation = waiting_validation + case when fates.failed then 0 else doubted end,
        failed = batches.failed + case when fates.failed then count else 0 end,
        finished_at = case when processed + waiting_validation + batches.failed + count = total then now() end
      from fates where batches.id = batch_id
      returning id, account_id, total, processed, waiting_validation, batches.failed, created_at, finished_at,
        case when processed + waiting_validation + batches.failed = count then 'queued' else 'processing' end as previous`,
  )
  announceProgress(work, batches)
}

export const announceProgress = ({ announce }: Pick<Work, 'announce'>, batches: CountedBatch[]) =>
  announce(
    ...batches.map((row) => {
      const { id, status, created_at: _, finished_at: __, ...counts } = batchToJson(batchOf(row))
      return {
        type: 'batch_progress' as const,
        accountId: Number(row.account_id),
        data: { batch_id: id, status, previous: row.previous, ...counts },
      }
    }),
  )

const batchOf = (row: CountedBatch) => ({
  id: Number(row.id),
  accountId: Number(row.account_id),
  total: row.total,
  processed: row.processed,
  waitingValidation: row.waiting_validation,
  failed: row.failed,
  createdAt: new Date(row.created_at),
  finishedAt: row.finished_at ? new Date(row.finished_at) : null,
})

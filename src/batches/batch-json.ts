import { z } from 'zod'
import { type Batch, batchStatuses, statusOfBatch } from './batches.table.ts'

const time = z.iso.datetime()
const count = z.int().min(0)

/** A batch as programs see it. */
export const batchJson = z
  .object({
    id: z.int(),
    total: count,
    processed: count,
    waiting_validation: count,
    failed: count,
    status: z.enum(batchStatuses),
    created_at: time,
    finished_at: time.nullable(),
  })
  .meta({ id: 'Batch' })

export const batchToJson = (batch: Batch): z.infer<typeof batchJson> => ({
  id: batch.id,
  total: batch.total,
  processed: batch.processed,
  waiting_validation: batch.waitingValidation,
  failed: batch.failed,
  status: statusOfBatch(batch),
  created_at: batch.createdAt.toISOString(),
  finished_at: batch.finishedAt?.toISOString() ?? null,
})

import { bigint, integer, pgTable, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const batches = pgTable('batches', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  total: integer('total').notNull(),
  processed: integer('processed').notNull().default(0),
  waitingValidation: integer('waiting_validation').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  createdAt: time('created_at').notNull().defaultNow(),
  finishedAt: time('finished_at'),
})
export type Batch = typeof batches.$inferSelect
export type BatchId = number

export const batchStatuses = ['queued', 'processing', 'done'] as const
export type BatchStatus = (typeof batchStatuses)[number]

export const doneOf = ({ processed, waitingValidation, failed }: Batch) =>
  processed + waitingValidation + failed

export const statusOfBatch = (batch: Batch): BatchStatus =>
  batch.finishedAt ? 'done' : doneOf(batch) ? 'processing' : 'queued'

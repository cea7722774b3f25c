import { bigint, integer, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { jsonb } from '../db/jsonb.ts'
import type { Outcome } from './one-shot-outcome.ts'

export type Mode = 1 | 2

const time = (name: string) => timestamp(name, { withTimezone: true })

export const oneShotCalls = pgTable('one_shot_calls', {
  id: uuid('id').primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  mode: smallint('mode').$type<Mode>().notNull(),
  cost: integer('cost').notNull(),
  state: text('state').$type<'open' | 'done' | 'failed' | 'late' | 'left'>().notNull(),
  invoiceId: bigint('invoice_id', { mode: 'number' }),
  heldBy: bigint('held_by', { mode: 'number' }),
  answer: jsonb<Outcome>('answer'),
  answerBy: time('answer_by').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
})
export type OneShotCall = typeof oneShotCalls.$inferSelect

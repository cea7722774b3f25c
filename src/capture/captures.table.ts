import { bigint, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { jsonb } from '../db/jsonb.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { emptyInvoice, type InvoiceData, type Provenances } from '../invoices/invoice-data.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { Known, RequiredField } from './required-fields.ts'

export const sessionStatuses = ['processing', 'complete', 'needs_retry', 'manual_review', 'failed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]

/** More pictures of one document nobody takes: then a person has a look. */
export const maxAttempts = 5

/** How a session stood once an attempt was done. */
export interface Outcome {
  status: Exclude<SessionStatus, 'processing'>
  known: Known
  missing: RequiredField[]
  /** What this very picture has brought. */
  gained: RequiredField[]
  tokensUsed: number
  /** Why the picture could not be read; what was known stays known. */
  failure?: 'bad-picture' | 'unavailable'
}

const time = (name: string) => timestamp(name, { withTimezone: true })

export const captureSessions = pgTable('capture_sessions', {
  id: text('id').primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  status: text('status').$type<SessionStatus>().notNull(),
  attempts: integer('attempts').notNull().default(0),
  data: jsonb('data', (stored): InvoiceData => ({ ...emptyInvoice, ...(stored as Partial<InvoiceData>) }))
    .notNull()
    .default({ ...emptyInvoice }),
  fields: jsonb<Provenances>('fields').notNull().default({}),
  invoiceId: bigint('invoice_id', { mode: 'number' }),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
})
export type Session = typeof captureSessions.$inferSelect

export const captureAttempts = pgTable('capture_attempts', {
  sessionId: text('session_id').notNull(),
  attempt: integer('attempt').notNull(),
  picture: uuid('picture').notNull(),
  contentType: text('content_type').$type<ContentType>().notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  asked: text('asked').array().$type<RequiredField[]>().notNull(),
  page: jsonb<PageOfWords>('page'),
  recipe: integer('recipe'),
  outcome: jsonb<Outcome>('outcome'),
  heldBy: bigint('held_by', { mode: 'number' }),
  createdAt: time('created_at').notNull().defaultNow(),
  finishedAt: time('finished_at'),
})
export type AttemptWithPage = typeof captureAttempts.$inferSelect
export type Attempt = Omit<AttemptWithPage, 'page'>

import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { jsonb } from '../db/jsonb.ts'
import type { InvoiceId } from '../invoices/invoices.table.ts'
import type { Text } from '../language.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const ways = ['folder', 'mailbox'] as const
export type Way = (typeof ways)[number]

export const watchedPlaces = pgTable('watched_places', {
  way: text('way').$type<Way>().notNull(),
  place: text('place').notNull(),
  name: text('name').notNull(),
  uidValidity: bigint('uid_validity', { mode: 'number' }),
  lastUid: bigint('last_uid', { mode: 'number' }).notNull().default(0),
  lookedAt: time('looked_at'),
  failure: jsonb<Text>('failure'),
})
export type WatchedPlace = typeof watchedPlaces.$inferSelect

export const arrivalOutcomes = ['begun', 'received', 'refused', 'nothing', 'known'] as const
export type ArrivalOutcome = (typeof arrivalOutcomes)[number]

/** What became of one document that came so. */
export type ArrivalEntry =
  | { filename: string; invoice_id: InvoiceId }
  | { filename: string; code: string; message: Text; duplicate_of?: InvoiceId | null }

export const arrivals = pgTable('arrivals', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  way: text('way').$type<Way>().notNull(),
  place: text('place').notNull(),
  identity: text('identity').notNull(),
  digest: text('digest'),
  name: text('name'),
  sender: text('sender'),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  outcome: text('outcome').$type<ArrivalOutcome>().notNull().default('begun'),
  entries: jsonb<ArrivalEntry[]>('entries').notNull().default([]),
  attempts: integer('attempts').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
})
export type Arrival = typeof arrivals.$inferSelect

import { sql } from 'drizzle-orm'
import {
  alias,
  bigint,
  boolean,
  date,
  integer,
  numeric,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import { jsonb, tsvector } from '../db/jsonb.ts'
import type { Text } from '../language.ts'
import type { Check } from './checks.ts'
import type { ContentType } from './content-types.ts'
import { emptyInvoice, type InvoiceData, type Provenances } from './invoice-data.ts'
import type { Stage, Status } from './life.ts'
import type { Code, PageFailure, PageOfWords, Turn, Word } from './words.ts'

export const invoiceSources = [
  'upload',
  'batch',
  'ocr_v4',
  'session',
  'email',
  'folder',
  'docuware',
  'cli',
] as const
export type InvoiceSource = (typeof invoiceSources)[number]

/** Why an invoice failed or was rejected, for a person and for a program. */
export interface Reason {
  code: string
  message: Text
}

/** What came as data is told without what is unknown. */
const complete = (stored: unknown): InvoiceData => ({ ...emptyInvoice, ...(stored as Partial<InvoiceData>) })

const time = (name: string) => timestamp(name, { withTimezone: true })

const columns = () => ({
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  status: text('status').$type<Status>().notNull(),
  stage: text('stage').$type<Stage>().notNull(),
  source: text('source').$type<InvoiceSource>().notNull(),
  filename: text('filename').notNull(),
  contentType: text('content_type').$type<ContentType>().notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256'),
  documentRemovedAt: time('document_removed_at'),
  duplicateKey: text('duplicate_key'),
  duplicateOf: bigint('duplicate_of', { mode: 'number' }),
  part: integer('part').notNull().default(1),
  parts: integer('parts').notNull().default(1),
  pages: integer('pages'),
  pagesRead: integer('pages_read').notNull().default(0),
  previewData: jsonb('preview_data', complete),
  finalData: jsonb('final_data', complete),
  fields: jsonb<Provenances>('fields').notNull().default({}),
  checks: jsonb<Check[]>('checks').notNull().default([]),
  error: jsonb<Reason>('error'),
  attempts: integer('attempts').notNull().default(0),
  heldBy: bigint('held_by', { mode: 'number' }),
  version: integer('version').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
  processedAt: time('processed_at'),
  documentType: text('document_type'),
  issuerName: text('issuer_name'),
  issuerTaxId: text('issuer_tax_id'),
  invoiceNumber: text('invoice_number'),
  issuedOn: date('issued_on', { mode: 'string' }),
  currency: text('currency'),
  total: numeric('total', { precision: 20, scale: 6 }),
  search: tsvector('search'),
  batchId: bigint('batch_id', { mode: 'number' }),
  batchPosition: integer('batch_position'),
  customerTaxId: text('customer_tax_id'),
  /** It waits, and nothing about it needs a look. */
  ready: boolean('ready').notNull().generatedAlwaysAs(sql`decided by the database`),
})

/** Every invoice, for whoever reads: a view of the table and of what came in batches a moment ago. */
export const invoices = pgTable('invoices', columns())
/** Where an invoice is written. */
export const settledInvoices = pgTable('settled_invoices', columns())
/** The same for whoever holds or changes some of them: the conditions on `invoices` choose among these too. */
export const settled = alias(settledInvoices, 'invoices')

export type Invoice = Omit<typeof invoices.$inferSelect, 'search'>
export type InvoiceId = number

export const pageWords = pgTable('page_words', {
  sha256: text('sha256').notNull(),
  recipe: integer('recipe').notNull(),
  page: integer('page').notNull(),
  pages: integer('pages').notNull(),
  width: real('width').notNull(),
  height: real('height').notNull(),
  source: text('source').$type<PageOfWords['source']>().notNull(),
  turn: smallint('turn').$type<Turn>().notNull(),
  skew: real('skew').notNull().default(0),
  /** None once they were forgotten. */
  words: jsonb<Word[]>('words'),
  codes: jsonb<Code[]>('codes').notNull(),
  failure: text('failure').$type<PageFailure>(),
  pictureBytes: integer('picture_bytes'),
  usedAt: time('used_at').notNull().defaultNow(),
})

export const audit = pgTable('audit', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: time('at').notNull().defaultNow(),
  invoiceId: bigint('invoice_id', { mode: 'number' }).notNull(),
  accountId: bigint('account_id', { mode: 'number' }),
  action: text('action').notNull(),
  previous: text('previous').$type<Status>(),
  status: text('status').$type<Status>(),
  details: jsonb<Record<string, unknown>>('details').notNull().default({}),
})

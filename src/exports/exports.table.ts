import { bigint, boolean, customType, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { bounds } from '../config.ts'
import { jsonb } from '../db/jsonb.ts'
import type { Reason } from '../invoices/invoices.table.ts'
import type { Language } from '../language.ts'
import type { ExportRequest } from './export-request.ts'

export const exportSources = ['folio', 'docuware'] as const
export type ExportSource = (typeof exportSources)[number]

export const exportStatuses = ['queued', 'running', 'done', 'partial', 'failed', 'cancelled'] as const
export type ExportStatus = (typeof exportStatuses)[number]
/** Those in which there is something to do. */
export const unfinished: ExportStatus[] = ['queued', 'running']

export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

const time = (name: string) => timestamp(name, { withTimezone: true })
const id = (name: string) => bigint(name, { mode: 'number' })
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export const allExports = pgTable('exports', {
  id: id('id').generatedAlwaysAsIdentity().primaryKey(),
  accountId: id('account_id').notNull(),
  scheduleId: id('schedule_id'),
  source: text('source').$type<ExportSource>().notNull(),
  status: text('status').$type<ExportStatus>().notNull(),
  request: jsonb<ExportRequest>('request').notNull(),
  language: text('language').$type<Language>().notNull(),
  listed: boolean('listed').notNull().default(false),
  cursor: text('cursor'),
  total: integer('total').notNull().default(0),
  done: integer('done').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  packing: integer('packing').notNull().default(0),
  pieces: integer('pieces').notNull().default(0),
  bytes: id('bytes').notNull().default(0),
  error: jsonb<Reason>('error'),
  run: text('run'),
  heldBy: id('held_by'),
  attempts: integer('attempts').notNull().default(0),
  eta: time('eta'),
  createdAt: time('created_at').notNull().defaultNow(),
  startedAt: time('started_at'),
  finishedAt: time('finished_at'),
  removedAt: time('removed_at'),
})
export type Export = typeof allExports.$inferSelect
export type ExportId = number

export const exportDocuments = pgTable('export_documents', {
  exportId: id('export_id').notNull(),
  position: integer('position').notNull(),
  documentId: text('document_id').notNull(),
  data: jsonb<unknown>('data'),
  files: jsonb<string[]>('files'),
  reason: jsonb<Reason>('reason'),
})
export type ExportDocument = typeof exportDocuments.$inferSelect

export const exportPieces = pgTable('export_pieces', {
  exportId: id('export_id').notNull(),
  number: integer('number').notNull(),
  bytes: id('bytes').notNull(),
  key: text('key'),
  content: bytea('content'),
  directory: bytea('directory').notNull(),
  entries: integer('entries').notNull(),
  dataFile: text('data_file'),
})

export const exportSchedules = pgTable('export_schedules', {
  id: id('id').generatedAlwaysAsIdentity().primaryKey(),
  accountId: id('account_id').notNull(),
  every: text('every').$type<Period>().notNull(),
  onlyNew: boolean('only_new').notNull(),
  request: jsonb<ExportRequest>('request').notNull(),
  language: text('language').$type<Language>().notNull(),
  nextAt: time('next_at').notNull(),
  lastAt: time('last_at'),
  createdAt: time('created_at').notNull().defaultNow(),
})
export type ExportSchedule = typeof exportSchedules.$inferSelect

/** With what is packed and not yet in a piece. */
export const doneOf = ({ done, packing }: Export) => done + packing

export const secondsLeft = ({ eta, status }: Export) =>
  eta && status === 'running' ? Math.max(0, Math.round((eta.getTime() - Date.now()) / 1000)) : null

/** Whether there is an archive to fetch. */
export const hasArchive = ({ status, removedAt }: Export) =>
  (status === 'done' || status === 'partial') && removedAt === null

export const expiresAt = (row: Export) =>
  hasArchive(row) && row.finishedAt
    ? new Date(row.finishedAt.getTime() + bounds.exportDays * 86_400_000)
    : null

export const downloadOf = ({ id }: Pick<Export, 'id'>) => `/api/exports/${id}/download`

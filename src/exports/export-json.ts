import { z } from 'zod'
import type { Language } from '../language.ts'
import type { Announcement } from '../work.ts'
import type { Failure } from './export-queries.ts'
import {
  doneOf,
  downloadOf,
  type Export,
  type ExportStatus,
  expiresAt,
  exportSources,
  exportStatuses,
  hasArchive,
  secondsLeft,
} from './exports.table.ts'

const time = z.iso.datetime()
const count = z.int().min(0)
const reason = z.object({ code: z.string(), message: z.string() })

/** An export as programs see it in a list. */
export const exportJson = z
  .object({
    id: z.int(),
    source: z.enum(exportSources),
    status: z.enum(exportStatuses),
    request: z.record(z.string(), z.unknown()).describe('What was asked for'),
    total: count.describe('Documents known so far; all of them once `listed`'),
    listed: z.boolean(),
    done: count,
    failed_count: count,
    bytes: count.describe('Size of the archive so far'),
    eta: count.nullable().describe('Seconds that are left, as far as can be told'),
    error: reason.nullable(),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
    expires_at: time.nullable().describe('Until when the archive is kept'),
    download: z.string().nullable().describe('Where the archive is, once there is one'),
  })
  .meta({ id: 'Export' })

/** The same with the documents that could not be exported. */
export const exportDetailJson = exportJson
  .extend({
    failed: z
      .array(z.object({ id: z.string(), reason: z.string(), code: z.string() }))
      .describe('The first thousand of them'),
  })
  .meta({ id: 'ExportDetail' })

export const exportToJson = (row: Export, language: Language): z.infer<typeof exportJson> => ({
  id: row.id,
  source: row.source,
  status: row.status,
  request: row.request,
  total: row.total,
  listed: row.listed,
  done: doneOf(row),
  failed_count: row.failed,
  bytes: row.bytes,
  eta: secondsLeft(row),
  error: row.error && { code: row.error.code, message: row.error.message[language] },
  created_at: row.createdAt.toISOString(),
  started_at: row.startedAt?.toISOString() ?? null,
  finished_at: row.finishedAt?.toISOString() ?? null,
  expires_at: expiresAt(row)?.toISOString() ?? null,
  download: hasArchive(row) ? downloadOf(row) : null,
})

export const detailToJson = (row: Export, failures: Failure[], language: Language) => ({
  ...exportToJson(row, language),
  failed: failures.map(({ id, reason }) => ({ id, reason: reason.message[language], code: reason.code })),
})

/** The word to those who listen: how far it is now. */
export const progressOf = (row: Export, previous: ExportStatus | null): Announcement => ({
  type: 'export_progress',
  accountId: row.accountId,
  data: {
    export_id: row.id,
    status: row.status,
    previous,
    total: row.total,
    done: doneOf(row),
    failed: row.failed,
    bytes: row.bytes,
    eta: secondsLeft(row),
  },
})

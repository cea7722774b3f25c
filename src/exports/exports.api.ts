import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { sendFile } from '../web/send-file.ts'
import { cancelExport } from './cancel-export.ts'
import { detailToJson, exportDetailJson, exportJson, exportToJson } from './export-json.ts'
import { findExport, listExports, listFailures } from './export-queries.ts'
import { exportRequest } from './export-request.ts'
import { readyArchive } from './ready-archive.ts'
import { repeatExport, startExport } from './start-export.ts'
import { streamArchive } from './stream-archive.ts'

const byId = '/api/exports/:id{[0-9]+}'
const params = z.object({ id: z.coerce.number().int().max(Number.MAX_SAFE_INTEGER) })
const begun = { 202: { description: 'The export that was begun', schema: exportJson } }

/** Exports for programs. */
export function exportsApi(deps: Deps) {
  const { db } = deps
  const api = createApi('Exports')
  api.post(
    ['/api/exports', '/api/exports/'],
    {
      summary: 'Begin an export',
      description:
        'Documents and data of Folio’s own invoices, or of a DocuWare file cabinet, as one ZIP. Where it stands is told by `export_progress` over the WebSocket.',
      body: exportRequest,
      example: {
        source: 'folio',
        include: ['documents', 'data'],
        filter: { from: '2026-01-01', to: '2026-03-31' },
      },
      answers: begun,
      failures: ['invalid', 'too-many'],
    },
    async (c, { body }) => {
      const language = languageFor(c)
      const row = await startExport(deps, c.var.account, body, language)
      return c.json(exportToJson(row, language), 202, { Location: `/api/exports/${row.id}` })
    },
  )
  api.get(
    ['/api/exports', '/api/exports/'],
    {
      summary: 'List exports',
      query: z.object({
        per_page: z.coerce.number().int().min(1).max(bounds.perPage).default(50),
        cursor: z.coerce.number().int().positive().optional().describe('`next_cursor` of the page before'),
      }),
      answers: {
        200: {
          description: 'The exports, newest first',
          schema: z.object({ items: z.array(exportJson), next_cursor: z.int().nullable() }),
        },
      },
    },
    async (c, { query: { per_page, cursor } }) => {
      const page = await listExports(db, c.var.account, { perPage: per_page, before: cursor })
      const items = page.items.map((row) => exportToJson(row, languageFor(c)))
      return c.json({ items, next_cursor: page.nextCursor })
    },
  )
  api.get(
    byId,
    {
      summary: 'An export and how far it is',
      params,
      answers: { 200: { description: 'The export now', schema: exportDetailJson } },
      failures: ['not-found'],
    },
    async (c, { params: { id } }) => {
      const row = await findExport(db, c.var.account, id)
      return c.json(detailToJson(row, await listFailures(db, id), languageFor(c)))
    },
  )
  api.post(
    `${byId}/cancel`,
    {
      summary: 'Cancel an export',
      params,
      answers: { 200: { description: 'The export, cancelled', schema: exportJson } },
      failures: ['not-found', 'conflict'],
    },
    async (c, { params: { id } }) =>
      c.json(exportToJson(await cancelExport(deps, c.var.account, id), languageFor(c))),
  )
  api.post(
    `${byId}/repeat`,
    {
      summary: 'Begin the same export again, with what there is now',
      params,
      answers: begun,
      failures: ['not-found', 'invalid', 'too-many'],
    },
    async (c, { params: { id } }) => {
      const language = languageFor(c)
      const row = await repeatExport(deps, c.var.account, id, language)
      return c.json(exportToJson(row, language), 202, { Location: `/api/exports/${row.id}` })
    },
  )
  api.get(
    `${byId}/download`,
    {
      summary: 'The archive',
      description: 'A transfer that broke off goes on with `Range` and `If-Range`.',
      params,
      headers: { Range: 'One range of bytes' },
      answers: {
        200: { description: 'A ZIP, or a ZIP64 where it is large', types: ['application/zip'] },
        206: { description: 'The range asked for', types: ['application/zip'] },
      },
      failures: ['not-found', 'conflict', 'gone', 'bad-range'],
    },
    async (c, { params: { id } }) => {
      const { bytes, ...archive } = readyArchive(await findExport(db, c.var.account, id))
      return sendFile(c, { ...archive, size: bytes, open: (range) => streamArchive(deps, id, range) })
    },
  )
  return api
}

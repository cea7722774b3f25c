import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { exportRequest } from './export-request.ts'
import { listSchedules, removeSchedule, scheduleExport } from './export-schedules.ts'
import { type ExportSchedule, periods } from './exports.table.ts'

const scheduleJson = z
  .object({
    id: z.int(),
    every: z.enum(periods),
    only_new: z.boolean(),
    request: z.record(z.string(), z.unknown()),
    next_at: z.iso.datetime(),
    last_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'ExportSchedule' })

const newSchedule = z.strictObject({
  every: z.enum(periods),
  only_new: z.boolean().default(false).describe('Only what has changed since the last one'),
  request: exportRequest,
})

/** Exports that are made again by themselves. */
export function schedulesApi(deps: Deps) {
  const api = createApi('Exports')
  api.post(
    '/api/exports/schedules',
    {
      summary: 'Have an export made each day, week or month',
      body: newSchedule,
      example: { every: 'month', only_new: true, request: { source: 'folio', data: ['csv', 'lines'] } },
      answers: { 201: { description: 'The schedule', schema: scheduleJson } },
      failures: ['invalid', 'too-many'],
    },
    async (c, { body: { every, only_new, request } }) => {
      const schedule = { every, onlyNew: only_new, request, language: languageFor(c) }
      return c.json(scheduleToJson(await scheduleExport(deps, c.var.account, schedule)), 201)
    },
  )
  api.get(
    '/api/exports/schedules',
    {
      summary: 'List scheduled exports',
      answers: {
        200: { description: 'The schedules', schema: z.object({ items: z.array(scheduleJson) }) },
      },
    },
    async (c) => c.json({ items: (await listSchedules(deps.db, c.var.account)).map(scheduleToJson) }),
  )
  api.delete(
    '/api/exports/schedules/:id{[0-9]+}',
    {
      summary: 'Remove a scheduled export; what it has made stays',
      params: z.object({ id: z.coerce.number().int().max(Number.MAX_SAFE_INTEGER) }),
      answers: { 204: { description: 'It is gone' } },
      failures: ['not-found'],
    },
    async (c, { params: { id } }) => {
      await removeSchedule(deps.db, c.var.account, id)
      return c.body(null, 204)
    },
  )
  return api
}

const scheduleToJson = (row: ExportSchedule): z.infer<typeof scheduleJson> => ({
  id: row.id,
  every: row.every,
  only_new: row.onlyNew,
  request: row.request,
  next_at: row.nextAt.toISOString(),
  last_at: row.lastAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
})

import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { createApi } from './api.ts'
import type { createMetrics } from './metrics.ts'

const readiness = z.object({
  ready: z.boolean(),
  checks: z.record(z.enum(['database', 'queue', 'storage']), z.enum(['ok', 'failed'])),
})

/** For whatever looks after Folio: is it alive, can it work, how is it doing. */
export function healthApi(
  { db, files, log }: Pick<Deps, 'db' | 'files' | 'log'>,
  metrics: ReturnType<typeof createMetrics>,
) {
  const api = createApi('Operations', { isOpen: true })
  api.get(
    '/healthz',
    {
      summary: 'Alive',
      answers: { 200: { description: 'The process answers', schema: z.object({ alive: z.boolean() }) } },
    },
    (c) => c.json({ alive: true }),
  )
  api.get(
    '/readyz',
    {
      summary: 'Ready: database, queue and storage work',
      answers: {
        200: { description: 'All of it works', schema: readiness },
        503: { description: 'What does not', schema: readiness },
      },
    },
    async (c) => {
      const probes = {
        database: db.execute(sql`select 1`),
        queue: db.execute(sql`select from pgboss.queue limit 1`),
        storage: files.check(),
      }
      const checks = Object.fromEntries(
        await Promise.all(
          Object.entries(probes).map(async ([name, probe]) => {
            const verdict = await within(3_000, probe).then(
              () => 'ok',
              (error) => {
                log.warn('not ready', { check: name, error })
                return 'failed'
              },
            )
            return [name, verdict]
          }),
        ),
      )
      const ready = Object.values(checks).every((check) => check === 'ok')
      return c.json({ ready, checks }, ready ? 200 : 503)
    },
  )
  api.get(
    '/metrics',
    {
      summary: 'Prometheus metrics',
      answers: { 200: { description: 'Text exposition', types: ['text/plain'] } },
    },
    async (c) => {
      const { text, type } = await metrics.print()
      return c.body(text, 200, { 'Content-Type': type })
    },
  )
  return api
}

const within = (ms: number, promise: PromiseLike<unknown>) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref()),
  ])

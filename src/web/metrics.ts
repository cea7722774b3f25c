import { sql } from 'drizzle-orm'
import type { MiddlewareHandler } from 'hono'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Db } from '../db/database.ts'

/** What Prometheus may know: counts and durations, never whose. */
export function createMetrics(db: Db) {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'folio_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const invoices = new Gauge({
    name: 'folio_invoices',
    help: 'Invoices by status',
    labelNames: ['status'],
    registers,
  })
  const jobs = new Gauge({
    name: 'folio_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers,
  })
  const parcels = new Gauge({
    name: 'folio_batch_invoices',
    help: 'Invoices of batches that are not stored yet, or could not be',
    labelNames: ['state'],
    registers,
  })
  new Gauge({
    name: 'folio_resident_memory_bytes',
    help: 'Memory of this process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'folio_uptime_seconds',
    help: 'Since this process started',
    registers,
    collect() {
      this.set(process.uptime())
    },
  })
  const failures = new Counter({
    name: 'folio_scrape_failures_total',
    help: 'Scrapes without the database',
    registers,
  })

  const timed: MiddlewareHandler = async (c, next) => {
    const end = requests.startTimer()
    await next()
    // the pattern, not the path: a path holds ids, and there are too many of those
    end({ method: c.req.method, route: c.req.matchedRoutes.at(-1)?.path ?? 'none', status: c.res.status })
  }

  async function collect() {
    const counts = await db.execute<{ status: string; count: string }>(
      sql`select status, sum(invoices) as count from invoice_counts group by status`,
    )
    for (const { status, count } of counts) invoices.set({ status }, Number(count))
    const queues = await db.execute<{ name: string; queued: number; active: number; failed: number }>(
      sql`select name, queued_count as queued, active_count as active, failed_count as failed from pgboss.queue`,
    )
    for (const { name, ...states } of queues)
      for (const [state, count] of Object.entries(states)) jobs.set({ queue: name, state }, count)
    const [kept] = await db.execute<{ waiting: string; failed: string }>(
      sql`select coalesce(sum(size) filter (where not failed), 0) as waiting,
        coalesce(sum(size) filter (where failed), 0) as failed from parcels`,
    )
    for (const [state, count] of Object.entries(kept ?? {})) parcels.set({ state }, Number(count))
  }

  return {
    timed,
    async print() {
      await collect().catch(() => failures.inc())
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}

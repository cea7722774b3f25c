import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('alive and ready without a credential', async () => {
  expect(await (await world.request('/healthz', { as: null })).json()).toEqual({ alive: true })
  const ready = await world.request('/readyz', { as: null })
  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({ ready: true, checks: { database: 'ok', queue: 'ok', storage: 'ok' } })
})

test('metrics count requests, invoices and jobs', async () => {
  await world.receive('counted')
  await world.request('/api/invoices/')
  const text = await (await world.request('/metrics', { as: null })).text()
  expect(text).toMatch(
    /folio_http_request_seconds_count\{[^}]*route="\/api\/invoices\/"[^}]*status="200"\} 1/,
  )
  expect(text).toContain('folio_invoices{status="processing"} 1')
  expect(text).toMatch(/folio_jobs\{queue="read-document",state="queued"\} \d/)
  expect(text).toMatch(/folio_resident_memory_bytes \d{7,}/)
})

test('a missing table is one clear failure, and passes when it is back', async () => {
  await world.client`alter table invoices rename to invoices_away`
  const broken = await world.request('/api/invoices/')
  expect(broken.status).toBe(503)
  expect(broken.headers.get('retry-after')).toBe('1')
  expect(await broken.json()).toMatchObject({ code: 'DATABASE_INCOMPLETE', request_id: expect.any(String) })
  await world.client`alter table invoices_away rename to invoices`
  expect((await world.request('/api/invoices/')).status).toBe(200)
})

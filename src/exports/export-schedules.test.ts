import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import { beginDueExports } from './export-schedules.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.client`truncate exports, export_schedules cascade`
})

const post = (json: object, as = world.ana) =>
  world.request('/api/exports/schedules', { method: 'POST', json, as })
const monthly = {
  every: 'month',
  only_new: true,
  request: { source: 'folio', filter: { status: 'processed' } },
}
const makeDue = () => world.client`update export_schedules set next_at = now() - interval '3 days'`
const begun = () => world.client`select request, schedule_id, status from exports order by id`

test('it is made on the first day of each month, at night', async () => {
  const answer = await post(monthly)
  expect(answer.status).toBe(201)
  const { next_at } = (await answer.json()) as { next_at: string }
  const [row] = await world.client`
    select ${next_at}::timestamptz = date_trunc('month', now() + interval '1 month') + interval '2 hours' as is_then`
  expect(row!.is_then).toBe(true)
  expect(await beginDueExports(world.deps)).toBe(0)
})

test('what is due is begun once, by whomever, however long nobody looked; the next one takes only what is new', async () => {
  await post(monthly)
  await makeDue()
  const counts = await Promise.all([1, 2, 3].map(() => beginDueExports(world.deps)))
  expect(counts.reduce((sum, n) => sum + n)).toBe(1)
  expect(await begun()).toMatchObject([{ status: 'queued', request: { filter: { status: 'processed' } } }])
  await makeDue()
  await beginDueExports(world.deps)
  const [first, second] = await begun()
  expect(first!.request.changed_since).toBeUndefined()
  expect(Date.now() - Date.parse(second!.request.changed_since)).toBeLessThan(60_000)
})

test('an account that was closed exports nothing any more', async () => {
  await post(monthly, world.ulises)
  await makeDue()
  await world.client`update accounts set disabled_at = now() where id = ${world.ulises.id}`
  expect(await beginDueExports(world.deps)).toBe(0)
  await world.client`update accounts set disabled_at = null where id = ${world.ulises.id}`
})

test('each sees and removes their own, and there is an end to how many', async () => {
  const { id } = (await (await post(monthly)).json()) as { id: number }
  const path = `/api/exports/schedules/${id}`
  expect((await world.request(path, { method: 'DELETE', as: world.ulises })).status).toBe(404)
  const list = async (as = world.ana) =>
    ((await (await world.request('/api/exports/schedules', { as })).json()) as { items: unknown[] }).items
  expect(await list(world.ulises)).toEqual([])
  expect(await list()).toHaveLength(1)
  for (let n = 1; n < 20; n++) expect((await post(monthly)).status).toBe(201)
  expect((await post(monthly)).status).toBe(429)
  expect((await world.request(path, { method: 'DELETE' })).status).toBe(204)
  expect(await list()).toHaveLength(19)
})

test('the page lists them and removes them', async () => {
  const form = new URLSearchParams({
    of: 'folio',
    include: 'data',
    data: 'csv',
    every: 'week',
    only_new: 'on',
  })
  const made = await world.request('/exports', { method: 'POST', body: form })
  expect([made.status, made.headers.get('location')]).toEqual([303, '/exports'])
  const html = await (await world.request('/exports')).text()
  expect(html).toContain('class="badge">Cada semana')
  const [, id] = /\/exports\/schedules\/(\d+)\/removal/.exec(html)!
  await world.request(`/exports/schedules/${id}/removal`, { method: 'POST' })
  expect(await (await world.request('/exports')).text()).not.toContain('/removal')
})

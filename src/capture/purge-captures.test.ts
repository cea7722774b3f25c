import { afterAll, beforeAll, expect, test } from 'bun:test'
import { fakePhotos } from '../testing/photos.ts'
import { openWorld, type World } from '../testing/world.ts'
import { joinedKey, originalKey, uprightKey } from './capture-files.ts'
import { purgeCaptures } from './purge-captures.ts'

let world: World
const { engines, photo } = fakePhotos()
beforeAll(async () => {
  world = await openWorld({}, engines)
  await world.work()
})
afterAll(() => world.close())

async function send(found: object, more: Record<string, string>) {
  const form = new FormData()
  form.append('image', new File([await photo(found)], 'foto.png'))
  for (const [name, value] of Object.entries(more)) form.append(name, value)
  return (await world.request('/api/v4/invoices/ocr-process', { method: 'POST', body: form })).json()
}

const consolidate = (session_id: string) =>
  world.request('/api/v4/invoices/ocr-consolidate', { method: 'POST', json: { session_id } })

async function keysOf(session_id: string) {
  const attempts =
    await world.client`select attempt, picture from capture_attempts where session_id = ${session_id}`
  return attempts.flatMap(({ attempt, picture }) => [
    originalKey(session_id, picture),
    uprightKey(session_id, picture),
    ...(attempt === attempts.length ? [joinedKey(session_id, attempt)] : []),
  ])
}
const kept = async (keys: string[]) =>
  (await Promise.all(keys.map((key) => world.files.has(key)))).filter(Boolean).length

test('a session nobody goes on with is forgotten with its pictures; what another became stays', async () => {
  const { session_id: left } = await send({ issuer_name: 'Luna' }, { action: 'initial' })
  await send({}, { action: 'retry', session_id: left })
  await consolidate(left)
  const { session_id: fresh } = await send({ issuer_name: 'Sol' }, { action: 'initial' })
  const done = await send(
    {
      issuer_name: 'Mar',
      invoice_number: 'F-1',
      date: '2025-09-05',
      total: 3,
      products: [{ name: 'Sal', quantity: 1, unit_price: 3, total_price: 3, tax_rate: null }],
    },
    { action: 'initial' },
  )
  const [{ invoice_id } = {}] =
    await world.client`select invoice_id from capture_sessions where id = ${done.session_id}`
  const keys = await Promise.all([left, fresh, done.session_id].map(keysOf))
  expect(await Promise.all(keys.map(kept))).toEqual([5, 2, 3])

  await world.client`
    update capture_sessions set updated_at = now() - interval '25 hours' where id in (${left}, ${done.session_id})`
  await purgeCaptures(world.deps)

  expect(await Promise.all(keys.map(kept))).toEqual([0, 2, 0])
  expect((await consolidate(left)).status).toBe(404)
  const download = await world.request(`/api/invoices/${invoice_id}/download`)
  expect(download.status).toBe(200)
  const used = await world.client`select from analytics.ocr_token_usage where session_id = ${left}`
  expect(used).toHaveLength(2)
})

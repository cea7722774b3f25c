import { afterAll, beforeAll, expect, test } from 'bun:test'
import { z } from 'zod'
import { openWorld, type World } from '../testing/world.ts'
import { envelopeOf, success } from './envelope.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const told = {
  request_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  execution_time_ms: expect.any(Number),
  cached: false,
}

test('whatever goes wrong below /api/v4/ is told in its envelope', async () => {
  const nobody = await world.request('/api/v4/account', { as: null })
  expect(nobody.status).toBe(401)
  expect(await nobody.json()).toEqual({
    success: false,
    data: null,
    error: { code: 'UNAUTHENTICATED', message: expect.stringContaining('credencial'), details: null },
    ...told,
  })
  const nowhere = await world.request('/api/v4/nowhere', { headers: { 'Accept-Language': 'en' } })
  expect(nowhere.status).toBe(404)
  expect(nowhere.headers.get('content-type')).toBe('application/json')
  expect(await nowhere.json()).toMatchObject({
    success: false,
    error: { code: 'NO_SUCH_PATH', message: 'There is nothing here.' },
  })
})

test('a request is named by a UUID: the client’s own where it is one', async () => {
  const named = (name: string) => world.request('/api/v4/nowhere', { headers: { 'X-Request-Id': name } })
  const own = '550e8400-e29b-41d4-a716-446655440000'
  const kept = await named(own)
  expect(kept.headers.get('x-request-id')).toBe(own)
  expect((await kept.json()).request_id).toBe(own)
  const replaced = await named('mine')
  const { request_id } = await replaced.json()
  expect({ request_id }).toEqual({ request_id: told.request_id })
  expect(replaced.headers.get('x-request-id')).toBe(request_id)
})

test('what goes well is told in the same', () => {
  const call = { requestId: crypto.randomUUID(), began: performance.now() - 100 }
  const answer = success(call, { total: 12 }, { cached: true })
  expect(envelopeOf(z.object({ total: z.number() }), z.null()).parse(answer)).toEqual(answer)
  expect(answer).toMatchObject({ success: true, data: { total: 12 }, error: null, cached: true })
  expect(answer.execution_time_ms).toBeWithin(100, 1_000)
})

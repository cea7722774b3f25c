import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import { createAcceptance } from './accept-batch.ts'
import { processParcels } from './process-parcels.ts'
import { settleWhenQuiet } from './settle-when-quiet.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const { signal } = new AbortController()

async function send(number: string) {
  const facturas = { numbers: [number], customers: ['1-9'], totals: ['1'], dates: ['2025-08-24'] }
  await createAcceptance(world.deps)({ accountId: world.ana.id, key: number, facturas })
}
const fresh = async () => (await world.client`select from fresh_invoices`).length

test('while batches come nothing is settled, and afterwards everything', async () => {
  expect(await settleWhenQuiet(world.deps, signal)).toBe(0)
  await send('F-1')
  await processParcels(world.deps, signal)
  expect(await settleWhenQuiet(world.deps, signal)).toBe(0)
  await world.client`update fresh_invoices set entered_at = now() - interval '3 seconds'`
  await send('F-2')
  expect(await settleWhenQuiet(world.deps, signal)).toBe(0)
  await processParcels(world.deps, signal)
  await world.client`update fresh_invoices set entered_at = now() - interval '3 seconds'`
  expect(await settleWhenQuiet(world.deps, AbortSignal.abort())).toBe(0)
  expect([await settleWhenQuiet(world.deps, signal), await fresh()]).toEqual([2, 0])
})

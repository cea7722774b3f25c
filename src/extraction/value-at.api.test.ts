import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let id: number
beforeAll(async () => {
  world = await openWorld()
  await world.work()
  id = (await world.receive('Total 12,50')).id
  await world.reaches(id, 'waiting_validation')
})
afterAll(() => world.close())

const pick = (json: unknown, { page = 1, as = world.rita, invoice = id, language = 'es' } = {}) =>
  world.request(`/api/invoices/${invoice}/pages/${page}/value`, {
    method: 'POST',
    json,
    as,
    headers: { 'Accept-Language': language },
  })

test('a region is read again as the field it is for, and comes as it is typed in each language', async () => {
  const box = [0.1, 0.2, 0.9, 0.3]
  const answer = async (language: string) => (await pick({ field: 'total', box }, { language })).json()
  expect(await answer('es')).toEqual({ value: 12.5, typed: '12,50', box })
  expect(await answer('en')).toEqual({ value: 12.5, typed: '12.50', box })
  expect(await (await pick({ field: 'date', box })).json()).toEqual({ value: null, typed: '', box: null })
})

test('a cell of a line is read like a field', async () => {
  const read = await (await pick({ field: 'products.unit_price', box: [0, 0, 1, 1] })).json()
  expect(read.value).toBe(12.5)
})

test('who uploads only may not, and what is no field, no place or no page is refused', async () => {
  expect((await pick({ field: 'total', at: [0.5, 0.5] }, { as: world.ulises })).status).toBe(403)
  expect((await pick({ field: 'total', at: [0.5, 0.5] }, { invoice: 999_999 })).status).toBe(404)
  expect((await pick({ field: 'total', box: [0, 0, 1, 1] }, { page: 9 })).status).toBe(404)
  for (const json of [
    { field: 'status', at: [0.5, 0.5] },
    { field: 'total', at: [0.5, 1.5] },
    { field: 'total', box: [0.5, 0.5, 0.5, 0.5] },
    { field: 'total' },
    { field: 'total', at: [0.5, 0.5], box: [0, 0, 1, 1] },
  ])
    expect((await pick(json)).status).toBe(422)
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.work()
})
afterAll(() => world.close())

const total = async (query: string) =>
  (await (await world.request(`/api/invoices/?${query}`, { as: world.ana })).json()).total as number
const send = (method: string, path: string, json: unknown = {}) =>
  world.request(path, { method, json, as: world.ana })

test('a count that was kept follows every change, alone and beside other filters', async () => {
  const search = 'q=contada'
  const both = 'q=contada&issuer=imprenta&currency=CLP'
  const waiting = 'q=contada&status=waiting_validation&source=upload'
  const processed = 'q=contada&status=processed'
  const counts = () => Promise.all([search, both, waiting, processed].map(total))
  expect(await counts()).toEqual([0, 0, 0, 0])
  const told = { invoice_number: 'Contada 1', issuer_name: 'Imprenta Ñuñoa', currency: 'CLP' }
  const { id } = await world.receive(saying(told), world.ana)
  await world.reaches(id, 'waiting_validation')
  expect(await counts()).toEqual([1, 1, 1, 0])
  await send('PATCH', `/api/invoices/${id}/preview`, { issuer_name: 'Otra', currency: 'EUR' })
  expect(await counts()).toEqual([1, 0, 1, 0])
  await send('PATCH', `/api/invoices/${id}/preview`, { issuer_name: 'La imprenta', currency: 'CLP' })
  await send('POST', `/api/invoices/${id}/confirm`, { force: true })
  expect(await counts()).toEqual([1, 1, 0, 1])
  const other = await world.receive(saying({ ...told, invoice_number: 'Contada 2' }), world.ana)
  await world.reaches(other.id, 'waiting_validation')
  await send('POST', `/api/invoices/${other.id}/reject`, { reason: 'no' })
  expect(await counts()).toEqual([2, 2, 0, 1])
  await send('POST', `/api/invoices/${other.id}/retry`)
  await world.reaches(other.id, 'waiting_validation')
  expect(await counts()).toEqual([2, 2, 1, 1])
  await send('DELETE', `/api/invoices/${id}`)
  expect(await counts()).toEqual([1, 1, 1, 0])
})

test('what is typed as a filter is words, never a query', async () => {
  for (const typed of ["'", "@#' & !", '#processed', "a' | 'b", ':*', '\\'])
    for (const name of ['q', 'issuer']) expect(await total(`${name}=${encodeURIComponent(typed)}`)).toBe(0)
})

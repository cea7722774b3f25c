import { afterAll, beforeAll, expect, test } from 'bun:test'
import { findInvoice } from '../invoices/queries.ts'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import { readInvoice } from './read-invoice.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const run = (more = {}) => ({ signal: new AbortController().signal, isLast: false, worker: 7, ...more })
const read = (id: number, more = {}) =>
  readInvoice({ ...world.deps, reader: world.engines.reader }, id, run(more)).catch((error) => error)
const now = (id: number) => findInvoice(world.db, world.ana, id)
const jobs = (id: number) =>
  world.client`select name from pgboss.job where (data->>'invoiceId')::int = ${id} order by name`

test('pages are kept as they come, and what was read before a break is not read again', async () => {
  world.engines.hold()
  const { id } = await world.receive(['one', 'two', 'three waits', saying({})].join('\f'))
  const stopping = new AbortController()
  const broken = read(id, { signal: stopping.signal })
  await world.engines.gate.reached
  stopping.abort()
  expect(await broken).toBeInstanceOf(DOMException)
  expect(await now(id)).toMatchObject({ status: 'processing', stage: 'reading', pages: 4, pagesRead: 2 })
  world.engines.gate.open()
  expect(await read(id)).toBeUndefined()
  expect(world.engines.gate.pagesRead).toEqual([1, 2, 3, 4])
  expect(await now(id)).toMatchObject({ status: 'processing', stage: 'extracting', pages: 4, pagesRead: 4 })
})

test('a job that runs twice finds that the move is made, and leaves', async () => {
  const { id } = await world.receive('twice')
  await Promise.all([read(id), read(id)])
  await read(id)
  expect((await jobs(id)).map((row) => row.name)).toEqual(['extract-invoice', 'read-document'])
  const audited = await world.client`select action from audit where invoice_id = ${id} order by id`
  expect(audited.map((row) => row.action)).toEqual(['receive', 'read'])
})

test('a cause that can pass is left to the queue, until the last attempt', async () => {
  const { id } = await world.receive('fails:timeout')
  expect(await read(id)).toMatchObject({ reason: 'timeout' })
  expect(await now(id)).toMatchObject({ status: 'processing', attempts: 1 })
  expect(await read(id, { isLast: true })).toBeUndefined()
  expect(await now(id)).toMatchObject({ status: 'failed', error: { code: 'TIMEOUT' } })
})

test('a cause that can not pass ends at once, with its reason', async () => {
  for (const reason of ['encrypted', 'unreadable', 'empty', 'too-large', 'too-many-pages']) {
    const { id } = await world.receive(`${reason} fails:${reason}`)
    expect(await read(id)).toBeUndefined()
    expect((await now(id)).error?.code).toBe(reason.toUpperCase().replaceAll('-', '_'))
  }
})

test('a document that ends the process again and again is given up', async () => {
  const { id } = await world.receive('poison')
  await world.client`update invoices set attempts = ${world.config.bounds.attemptsInAll} where id = ${id}`
  await read(id)
  expect(await now(id)).toMatchObject({ status: 'failed', error: { code: 'GAVE_UP' } })
})

test('a document whose bytes are gone fails with the reason', async () => {
  const { id, sha256 } = await world.receive('lost')
  await world.files.remove(`documents/${sha256!.slice(0, 2)}/${sha256}`)
  await read(id)
  expect((await now(id)).status).toBe('failed')
})

test('deleting an invoice stops its reading at the next page', async () => {
  world.engines.hold()
  const { id } = await world.receive(['first', 'second waits', 'third'].join('\f'))
  const reading = read(id)
  await world.engines.gate.reached
  await world.request(`/api/invoices/${id}`, { method: 'DELETE' })
  world.engines.gate.open()
  expect(await reading).toBeUndefined()
  expect(world.engines.gate.pagesRead).toEqual([1, 2])
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { pictureKey } from '../files/files.ts'
import { checkPages } from '../invoices/check-pages.ts'
import { findPages } from '../invoices/pages.ts'
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
  await world.client`update settled_invoices set attempts = ${world.config.bounds.attemptsInAll} where id = ${id}`
  await read(id)
  expect(await now(id)).toMatchObject({ status: 'failed', error: { code: 'GAVE_UP' } })
})

test('a page that comes with its picture is kept with it, and any other has one when it is looked at', async () => {
  const { id, sha256 } = await world.receive(['one scanned', 'two'].join('\f'))
  await read(id)
  const rows = () =>
    world.client`select page, picture_bytes from page_words where sha256 = ${sha256!} order by page`
  expect((await rows()).map((row) => row.picture_bytes)).toEqual([6, null])
  expect(new TextDecoder().decode(await world.files.read(pictureKey(sha256!, 1)))).toBe('RIFF 1')
  expect(await world.files.has(pictureKey(sha256!, 2))).toBe(false)
  const picture = async (page: number) =>
    (await world.request(`/api/invoices/${id}/pages/${page}.webp`)).text()
  expect(await picture(1)).toBe('RIFF 1')
  expect(await picture(2)).toBe('RIFF picture')
  expect((await rows()).map((row) => row.picture_bytes)).toEqual([6, 'RIFF picture'.length])
})

test('a page that is read anew, and otherwise, has its picture drawn anew', async () => {
  const { id, sha256 } = await world.receive('anew')
  await read(id)
  await world.request(`/api/invoices/${id}/pages/1.webp`)
  await world.client`update page_words set recipe = 0, turn = 180 where sha256 = ${sha256!}`
  await world.client`update settled_invoices set stage = 'reading' where id = ${id}`
  await read(id)
  expect(await world.files.has(pictureKey(sha256!, 1))).toBe(false)
})

test('a picture of a page that nobody has read yet is shown, and not kept', async () => {
  const { id, sha256 } = await world.receive('early')
  expect((await world.request(`/api/invoices/${id}/pages/1.webp`)).status).toBe(200)
  expect(await world.files.has(pictureKey(sha256!, 1))).toBe(false)
})

test('a page that is lost is tried again alone; then its document goes on, and says so', async () => {
  const { id, sha256 } = await world.receive(['one', 'two lost:timeout', 'three'].join('\f'))
  for (const pages of [[1, 2, 3], [2]]) {
    world.engines.gate.pagesRead.length = 0
    expect(await read(id)).toMatchObject({ reason: 'timeout' })
    expect(world.engines.gate.pagesRead).toEqual(pages)
  }
  expect(await read(id)).toBeUndefined()
  expect(await now(id)).toMatchObject({ status: 'processing', stage: 'extracting', pages: 3, pagesRead: 3 })
  expect(await findPages(world.db, sha256!)).toMatchObject([
    { page: 1 },
    { page: 2, failure: 'timeout', words: [] },
    { page: 3 },
  ])
  expect(await checkPages(world.db, id)).toMatchObject([
    { name: 'pages_read', ok: false, message: { en: 'Page 2 could not be read: reading took too long.' } },
  ])
})

test('a page that is damaged is no reason to try again', async () => {
  const { id } = await world.receive(['one', 'lost:unreadable'].join('\f'))
  expect(await read(id)).toBeUndefined()
  expect(await now(id)).toMatchObject({ stage: 'extracting' })
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

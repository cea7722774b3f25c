import { afterEach, expect, test } from 'bun:test'
import { pagesToExtract } from '../capture/pages-to-extract.ts'
import { documentKey } from '../files/files.ts'
import { receiveFile } from '../intake/receive-file.ts'
import { removeDocument } from '../intake/remove-document.ts'
import { findInvoice } from '../invoices/queries.ts'
import { rejectInvoice } from '../invoices/reject-invoice.ts'
import { findFiles } from '../reading/find-files.ts'
import { readInvoice } from '../reading/read-invoice.ts'
import type { Reader } from '../reading/reader.ts'
import { readXml } from '../reading/thread/read-xml.ts'
import { quiet } from '../testing/database.ts'
import { makeEnvelope } from '../testing/e-invoices.ts'
import { fakeReader } from '../testing/fake-engines.ts'
import { openWorld, type World } from '../testing/world.ts'
import { extractInvoice } from './extract-invoice.ts'
import { createExtractor } from './extractor.ts'

let timesRead = 0
/** XML as it is read, without threads. */
const reader: Reader = {
  ...fakeReader().reader,
  async *read({ bytes }) {
    timesRead++
    yield { page: readXml(bytes), pages: 1 }
  },
  files: async ({ bytes }) => [{ name: '', bytes }],
}
const extractor = createExtractor({ log: quiet })

let world: World
const open = async (settings: Record<string, string> = {}) => {
  world = await openWorld(settings, { reader, extractor })
}
afterEach(() => world.close())

const envelope = makeEnvelope([
  { folio: 31, net: 1000 },
  { folio: 32, net: 2000 },
  { folio: 33, net: 3000 },
])

async function receive(filename = 'envio.xml', bytes = envelope) {
  const staged = await world.files.stage([bytes], bytes.length)
  const [outcome] = await receiveFile(world.deps, world.ana, { filename, staged, source: 'email' })
  await staged.discard()
  if (!outcome || !('invoice' in outcome)) throw outcome?.error
  return outcome.invoice.id
}

const run = { signal: new AbortController().signal, isLast: true, worker: 1 }
const read = (id: number) => readInvoice({ ...world.deps, reader }, id, run)
const extract = (id: number, deps: Partial<World['deps']> = {}) =>
  extractInvoice(
    {
      ...world.deps,
      ...deps,
      extractor,
      pagesOf: (invoice) => pagesToExtract(world.deps, invoice),
      filesOf: (invoice, signal) => findFiles({ ...world.deps, reader }, invoice, signal),
      pictureOf: async () => new Uint8Array(),
    },
    id,
    run,
  )
const finish = async (id: number) => {
  await read(id)
  await extract(id)
}
const rows = () => world.client`
  select id::int, part, parts, status, source, filename, invoice_number as number, total::float, account_id::int
  from invoices order by part, id`
const jobsOf = async (id: number) =>
  Number(
    (
      await world.client`select count(*) from pgboss.job
        where name = 'read-document' and (data ->> 'invoiceId')::bigint = ${id}`
    )[0]!.count,
  )

test('each invoice of a file becomes one, with its data, its job and its history', async () => {
  await open()
  const first = await receive()
  await finish(first)
  const [, second, third] = await rows()
  for (const { id } of [second!, third!]) {
    expect(await jobsOf(id)).toBe(1)
    await finish(id)
  }
  const own = {
    status: 'waiting_validation',
    source: 'email',
    filename: 'envio.xml',
    account_id: world.ana.id,
  }
  expect([...(await rows())]).toEqual([
    { id: first, part: 1, parts: 3, number: '31', total: 1190, ...own },
    { id: second!.id, part: 2, parts: 3, number: '32', total: 2380, ...own },
    { id: third!.id, part: 3, parts: 3, number: '33', total: 3570, ...own },
  ])
  const json = await (await world.request(`/api/invoices/${second!.id}`)).json()
  expect(json).toMatchObject({ part: 2, parts: 3, preview_data: { invoice_number: '32' } })
  expect(json.checks.find(({ name }: { name: string }) => name === 'several_invoices')).toMatchObject({
    ok: true,
    message: 'Factura 2 de 3 de este archivo.',
  })
  const log = await (await world.request(`/api/invoices/${second!.id}/log`)).json()
  expect(log.items.map(({ action }: { action: string }) => action)).toEqual(['receive', 'read', 'present'])
  const search = await (await world.request('/api/invoices/?q=Martillo%2032')).json()
  expect(search.items.map(({ id }: { id: number }) => id)).toEqual([second!.id])
})

test('the document is read once, whole, and every part gives all of it to who downloads it', async () => {
  await open()
  const before = timesRead
  await finish(await receive())
  for (const { id, part } of await rows()) if (part > 1) await finish(id)
  expect(timesRead).toBe(before + 1)
  for (const { id } of await rows()) {
    const answer = await world.request(`/api/invoices/${id}/download`)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(envelope)
  }
})

for (const DUPLICATES of ['content', 'filename', 'allow'])
  test(`with DUPLICATES=${DUPLICATES} each comes once, however often the job dies and runs again`, async () => {
    await open({ DUPLICATES })
    const first = await receive()
    await read(first)
    const dying: World['deps']['transact'] = (body) =>
      world.deps.transact(async (work) => {
        await body(work)
        throw new Error('killed before the commit')
      })
    await extract(first, { transact: dying }).catch(() => {})
    expect(await rows()).toHaveLength(1)
    await world.client`update settled_invoices set status = 'processing', stage = 'extracting', error = null`
    await Promise.all([extract(first), extract(first), extract(first)])
    await extract(first)
    expect(await rows()).toHaveLength(3)
    await rejectInvoice(world.deps, world.ana, first, 'another look')
    expect((await world.request(`/api/invoices/${first}/retry`, { method: 'POST' })).status).toBe(200)
    await finish(first)
    expect(await rows()).toHaveLength(3)
  })

test('another file of the same name brings its own, where names tell uploads apart no more', async () => {
  await open({ DUPLICATES: 'filename' })
  const first = await receive()
  await finish(first)
  await world.request(`/api/invoices/${first}`, { method: 'DELETE' })
  const other = makeEnvelope([
    { folio: 41, net: 1000 },
    { folio: 42, net: 2000 },
  ])
  await finish(await receive('envio.xml', other))
  expect((await rows()).map(({ part }) => part)).toEqual([1, 2, 2, 3])
})

test('one may be deleted, and one may be tried again; the document goes with the last', async () => {
  await open()
  const first = await receive()
  await finish(first)
  const [, second, third] = await rows()
  const { sha256 } = await findInvoice(world.db, world.ana, first)
  await world.work()
  await world.reaches(second!.id, 'waiting_validation')
  await world.reaches(third!.id, 'waiting_validation')
  const remove = (id: number) => world.request(`/api/invoices/${id}`, { method: 'DELETE' })
  await remove(first)
  await rejectInvoice(world.deps, world.ana, second!.id, 'another look')
  await world.request(`/api/invoices/${second!.id}/retry`, { method: 'POST' })
  const again = await world.reaches(second!.id, 'waiting_validation')
  expect(again.previewData?.invoice_number).toBe('32')
  await removeDocument(world.deps, sha256!)
  expect(await world.files.has(documentKey(sha256!))).toBe(true)
  expect(await rows()).toHaveLength(2)

  // the one that was deleted may come again; the others are there still
  const back = await receive('again.xml')
  await world.reaches(back, 'waiting_validation')
  expect((await rows()).map(({ number }) => number)).toEqual(['31', '32', '33'])
  const twice = await receive().catch((error) => error)
  expect([twice.code, twice.extra.duplicate_of]).toEqual(['DUPLICATE', back])

  for (const { id } of await rows()) await remove(id)
  await removeDocument(world.deps, sha256!)
  expect(await world.files.has(documentKey(sha256!))).toBe(false)
})

test('a part that the file has no more fails and says so', async () => {
  await open()
  await finish(await receive())
  const [, second] = await rows()
  await world.client`update settled_invoices set part = 9, parts = 9 where id = ${second!.id}`
  await finish(second!.id)
  expect((await findInvoice(world.db, world.ana, second!.id)).error).toMatchObject({ code: 'PART_LOST' })
})

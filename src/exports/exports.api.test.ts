import { afterAll, beforeAll, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { documentKey } from '../files/files.ts'
import { settledInvoices } from '../invoices/invoices.table.ts'
import { eventually, openWorld, type World } from '../testing/world.ts'
import { listZip } from '../zip/list-zip.ts'
import { unpack } from '../zip/unpack.ts'
import { purgeExports } from './remove-export.ts'

let world: World
const ids: number[] = []
beforeAll(async () => {
  world = await openWorld()
  await world.work()
  for (const name of ['uno.pdf', 'dos <2>.pdf', 'uno.pdf']) {
    const { id } = await world.receive(`${name} ${ids.length}`, world.ana, name)
    ids.push(id)
    await world.reaches(id, 'waiting_validation')
  }
  await world.request(`/api/invoices/${ids[0]}/preview`, {
    method: 'PATCH',
    json: {
      issuer_name: '=cmd()',
      invoice_number: 'F-1',
      total: 12.1,
      subtotal: 10,
      tax: 2.1,
      date: '2026-01-02',
      currency: 'EUR',
    },
  })
  await world.request(`/api/invoices/${ids[0]}/confirm`, { method: 'POST', json: { force: true } })
})
afterAll(() => world.close())

type Json = Record<string, unknown> & {
  id: number
  status: string
  failed: { id: string; reason: string; code: string }[]
}

const post = (path: string, json: unknown = {}, as = world.ana) =>
  world.request(path, { method: 'POST', json, as })

async function exported(request: object, as = world.ana): Promise<Json> {
  const answer = await post('/api/exports', { source: 'folio', ...request }, as)
  expect(answer.status).toBe(202)
  return over(((await answer.json()) as Json).id, as)
}

const over = (id: number, as = world.ana) =>
  eventually(world.feed, async () => {
    const row = (await (await world.request(`/api/exports/${id}`, { as })).json()) as Json
    return ['queued', 'running'].includes(row.status) ? undefined : row
  })

async function archive({ id }: Json) {
  const answer = await world.request(`/api/exports/${id}/download`)
  expect(answer.status).toBe(200)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const files = new Map<string, Uint8Array>()
  for (const entry of listZip(bytes)) files.set(entry.name, await unpack(entry))
  return { bytes, files, headers: answer.headers }
}

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

test('documents and data become a ZIP: each document once, whole, under a name of its own', async () => {
  const done = await exported({})
  expect(done).toMatchObject({ status: 'done', total: 3, done: 3, failed_count: 0, failed: [], eta: null })
  const { files, bytes, headers } = await archive(done)
  expect([...files.keys()]).toEqual([
    `documents/${ids[0]}-uno.pdf`,
    `documents/${ids[1]}-dos _2_.pdf`,
    `documents/${ids[2]}-uno.pdf`,
    'data.json',
    'data.csv',
  ])
  expect(done.bytes).toBe(bytes.length)
  expect(headers.get('content-type')).toBe('application/zip')
  for (const id of ids) {
    const original = await world.request(`/api/invoices/${id}/download`)
    const packed = [...files].find(([name]) => name.startsWith(`documents/${id}-`))![1]
    expect(packed).toEqual(new Uint8Array(await original.arrayBuffer()))
  }
  const rows = JSON.parse(textOf(files.get('data.json')))
  expect(rows.map((row: Json) => row.id)).toEqual(ids)
  expect(rows[0]).toMatchObject({ status: 'processed', document: `documents/${ids[0]}-uno.pdf`, total: 12.1 })
  const csv = textOf(files.get('data.csv'))
  expect(csv).toContain("'=cmd()")
  expect(csv).not.toMatch(/(^|,)=cmd/m)
})

test('a filter, columns, and other kinds of data', async () => {
  const done = await exported({
    filter: { status: 'processed' },
    include: ['data', 'einvoices'],
    data: ['csv', 'ndjson', 'xlsx', 'lines', 'journal'],
    columns: ['invoice_number', 'total'],
  })
  expect(done).toMatchObject({ status: 'done', total: 1, done: 1 })
  const { files } = await archive(done)
  expect([...files.keys()].sort()).toEqual(
    [
      'data.csv',
      'data.ndjson',
      'data.xlsx',
      'journal.csv',
      'lines.csv',
      `einvoices/${ids[0]}-F-1.xml`,
    ].sort(),
  )
  expect(textOf(files.get('data.csv')).split('\r\n')[0]).toBe(
    '\uFEFFid,status,source,filename,document,created_at,processed_at,invoice_number,total'.replace(
      '\uFEFF',
      '',
    ),
  )
  expect(Object.keys(JSON.parse(textOf(files.get('data.ndjson'))))).not.toContain('issuer_name')
  expect(textOf(files.get('journal.csv')).split('\r\n').slice(1, 4)).toEqual([
    `${ids[0]},2026-01-02,F-1,600,'=cmd(),10,,EUR,,`,
    `${ids[0]},2026-01-02,F-1,472,'=cmd(),2.1,,EUR,,`,
    `${ids[0]},2026-01-02,F-1,400,'=cmd(),,12.1,EUR,,`,
  ])
})

test('a download that broke off goes on anywhere, and only if it is the same archive', async () => {
  const done = await exported({})
  const { bytes, headers } = await archive(done)
  const etag = headers.get('etag')!
  const path = `/api/exports/${done.id}/download`
  let joined = Buffer.alloc(0)
  const step = Math.ceil(bytes.length / 7)
  for (let start = 0; start < bytes.length; start += step) {
    const range = `bytes=${start}-${start + step - 1}`
    const answer = await world.request(path, { headers: { Range: range, 'If-Range': etag } })
    expect(answer.status).toBe(206)
    joined = Buffer.concat([joined, new Uint8Array(await answer.arrayBuffer())])
  }
  expect(joined.equals(bytes)).toBe(true)
  const changed = await world.request(path, { headers: { Range: 'bytes=5-9', 'If-Range': '"other"' } })
  expect(changed.status).toBe(200)
  await changed.body?.cancel()
  expect((await world.request(path, { headers: { Range: `bytes=${bytes.length}-` } })).status).toBe(416)
})

test('what is missing in the store is listed and does not come in the way of the rest', async () => {
  const { id } = await world.receive('about to be lost', world.ana, 'lost.pdf')
  const { sha256 } = await world.reaches(id, 'waiting_validation')
  await world.files.remove(documentKey(sha256!))
  const part = await exported({})
  expect(part).toMatchObject({ status: 'partial', total: 4, done: 3, failed_count: 1 })
  expect(part.failed).toEqual([
    { id: String(id), reason: expect.stringContaining('almacén'), code: 'NOT_KEPT' },
  ])
  const { files } = await archive(part)
  expect([...files.keys()].filter((name) => name.startsWith('documents/'))).toHaveLength(3)
  const rows = JSON.parse(textOf(files.get('data.json')))
  expect(rows.at(-1)).toMatchObject({ id, document: null })
  const none = await exported({ filter: { q: 'lost' }, include: ['documents'] })
  expect(none.status).toBe('failed')
  expect((await world.request(`/api/exports/${none.id}/download`)).status).toBe(410)
  await world.db.delete(settledInvoices).where(sql`id = ${id}`)
})

test('nothing to export is an empty archive that opens', async () => {
  const done = await exported({ filter: { q: 'nowhere' } })
  expect(done).toMatchObject({ status: 'done', total: 0 })
  const { files } = await archive(done)
  expect(textOf(files.get('data.json'))).toBe('[]\n')
})

test('a cancelled export stays cancelled and keeps nothing', async () => {
  const answer = await post('/api/exports', { source: 'folio' })
  const { id } = (await answer.json()) as Json
  const cancelled = await post(`/api/exports/${id}/cancel`)
  const done = await over(id)
  if (cancelled.status === 200) {
    expect(done.status).toBe('cancelled')
    expect((await world.request(`/api/exports/${id}/download`)).status).toBe(410)
  } else expect(cancelled.status).toBe(409)
  expect((await post(`/api/exports/${id}/cancel`)).status).toBe(409)
})

test('it can be repeated, and is listed', async () => {
  const first = await exported({ filter: { status: 'processed' } })
  const again = await post(`/api/exports/${first.id}/repeat`)
  expect(again.status).toBe(202)
  const { id } = (await again.json()) as Json
  expect((await over(id)).request).toEqual(first.request)
  const list = (await (await world.request('/api/exports?per_page=2')).json()) as {
    items: Json[]
    next_cursor: number
  }
  expect(list.items.map((item) => item.id)).toEqual([id, first.id])
  expect(list.next_cursor).toBe(first.id)
})

test('those that were chosen in a list are exported from the page', async () => {
  const page = await (await world.request(`/exports?ids=${ids[1]},${ids[2]}`)).text()
  expect(page).toContain(`name="ids" value="${ids[1]},${ids[2]}"`)
  const form = new URLSearchParams({ of: 'folio', ids: `${ids[1]},${ids[2]}`, include: 'documents' })
  const answer = await world.request('/exports', { method: 'POST', body: form })
  const id = Number(answer.headers.get('location')!.split('/').at(-1))
  expect(await over(id)).toMatchObject({ status: 'done', total: 2 })
  expect(await (await world.request(`/exports/${id}`)).text()).toContain('Elegidas: 2')
})

test('an uploader exports what is theirs, and knows of no other export', async () => {
  const mine = await world.receive('of ulises', world.ulises, 'mine.pdf')
  await world.reaches(mine.id, 'waiting_validation')
  const done = await exported({}, world.ulises)
  expect(done.total).toBe(1)
  const foreign = await exported({ filter: { status: 'processed' } })
  for (const path of ['', '/download'])
    expect((await world.request(`/api/exports/${foreign.id}${path}`, { as: world.ulises })).status).toBe(404)
  for (const path of ['cancel', 'repeat'])
    expect((await post(`/api/exports/${foreign.id}/${path}`, {}, world.ulises)).status).toBe(404)
  expect((await post('/api/exports', { source: 'docuware', cabinet: 'x' }, world.ulises)).status).toBe(403)
})

test('what is not understood is refused by name', async () => {
  const bad = { source: 'folio', include: [], filter: { colour: 'red' }, data: ['exe'] }
  const answer = await post('/api/exports', bad)
  expect(answer.status).toBe(422)
  const { errors } = (await answer.json()) as { errors: { path: string }[] }
  expect(errors.map(({ path }) => path).sort()).toEqual(['data[0]', 'filter', 'include'])
  expect((await post('/api/exports', { source: 'nowhere' })).status).toBe(422)
})

test('archives are let go of after their days, and the store is empty of them', async () => {
  const done = await exported({})
  await world.db.execute(
    sql`update exports set finished_at = now() - interval '8 days' where id = ${done.id}`,
  )
  await purgeExports(world.deps)
  await eventually(world.feed, async () => {
    const [row] =
      await world.client`select count(*)::int as n from export_pieces where export_id = ${done.id}`
    if (row!.n === 0) return true
    // removing announces nothing: look again when anything else happens
    await world.request('/api/exports', {
      method: 'POST',
      json: { source: 'folio', filter: { q: 'nowhere' } },
    })
    return undefined
  })
  expect((await world.request(`/api/exports/${done.id}/download`)).status).toBe(410)
  await world.db.execute(
    sql`update exports set finished_at = now() - interval '91 days' where id = ${done.id}`,
  )
  await purgeExports(world.deps)
  expect((await world.request(`/api/exports/${done.id}`)).status).toBe(404)
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { documentKey } from '../files/files.ts'
import { removeDocument } from '../intake/remove-document.ts'
import { pdf } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let id: number
const bytes = pdf('0123456789')
beforeAll(async () => {
  world = await openWorld()
  id = (await world.receive('0123456789', world.ana, 'Factura "Ñ" 1.pdf')).id
})
afterAll(() => world.close())

const download = (headers: Record<string, string> = {}, method = 'GET') =>
  world.request(`/api/invoices/${id}/download`, { headers, method })

test('the original comes back as it went in, under its own name', async () => {
  const answer = await download()
  expect(answer.status).toBe(200)
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(answer.headers.get('content-length')).toBe(String(bytes.length))
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="Factura ___ 1.pdf"; filename*=UTF-8''Factura%20%22%C3%91%22%201.pdf`,
  )
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('ranges are answered in part, and what lies beyond is refused', async () => {
  const last = bytes.length - 1
  for (const [range, from, to] of [
    ['bytes=0-3', 0, 3],
    ['bytes=4-', 4, last],
    ['bytes=-4', last - 3, last],
    ['bytes=2-9999', 2, last],
  ] as const) {
    const answer = await download({ Range: range })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to}/${bytes.length}`)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.slice(from, to + 1))
  }
  const beyond = await download({ Range: `bytes=${bytes.length}-` })
  expect(beyond.status).toBe(416)
  expect(beyond.headers.get('content-range')).toBe(`bytes */${bytes.length}`)
  for (const range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=5-2', 'bytes=-'])
    expect((await download({ Range: range })).status).toBe(200)
  const etag = (await download()).headers.get('etag')!
  expect((await download({ Range: 'bytes=0-3', 'If-Range': etag })).status).toBe(206)
  expect((await download({ Range: 'bytes=0-3', 'If-Range': '"other"' })).status).toBe(200)
  expect((await download({ 'If-None-Match': etag })).status).toBe(304)
})

test('HEAD tells the size without the bytes', async () => {
  const answer = await download({}, 'HEAD')
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
})

test('a page has a picture, made once and kept', async () => {
  const answer = await world.request(`/api/invoices/${id}/pages/1.webp`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  for (const page of ['0.webp', '1.png', 'x.webp'])
    expect((await world.request(`/api/invoices/${id}/pages/${page}`)).status).toBe(404)
})

test('a document that others still need stays, and goes with the last', async () => {
  const other = await world.receive('0123456789', world.ulises)
  const key = documentKey(other.sha256!)
  await world.request(`/api/invoices/${id}`, { method: 'DELETE' })
  await removeDocument(world.deps, other.sha256!)
  expect(await world.files.has(key)).toBe(true)
  await world.request(`/api/invoices/${other.id}`, { method: 'DELETE' })
  await removeDocument(world.deps, other.sha256!)
  expect(await world.files.has(key)).toBe(false)
})

test('an original that was not kept is gone', async () => {
  const { id: bare } = await world.receive('bare')
  await world.client`update settled_invoices set sha256 = null where id = ${bare}`
  for (const path of ['download', 'pages/1.webp'])
    expect((await world.request(`/api/invoices/${bare}/${path}`)).status).toBe(410)
})

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { purgeOld } from '../invoices/purge-old.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let made = 0
const factura = (change: object = {}) => ({
  numero_factura: `F-${++made}`,
  rut_cliente: '11111111-1',
  monto: 1500.5,
  fecha_emision: '2025-08-24',
  ...change,
})

interface Sending {
  key?: string | null
  as?: World['ana']
  headers?: Record<string, string>
  path?: string
}

/** Sends a body as it is, or a list of facturas. */
async function send(
  body: unknown,
  { key = `key ${++made}`, as, headers, path = '/facturas/' }: Sending = {},
) {
  const response = await world.request(path, {
    method: 'POST',
    as,
    body: (typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)) as BodyInit,
    headers: {
      'Content-Type': 'application/json',
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...headers,
    },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}

const get = async (path: string, as?: World['ana']) => {
  const response = await world.request(path, { as })
  return { status: response.status, body: await response.json() }
}

/** How much is kept of what was sent. */
async function kept() {
  const [row] = await world.client`
    select (select count(*) from idempotency_keys)::int as keys, (select count(*) from batches)::int as batches,
      (select count(*) from parcels)::int as parcels, (select count(*) from invoices)::int as invoices`
  return { ...row }
}

describe('accepting', () => {
  test('a batch is acknowledged to the letter, and where it is', async () => {
    const { status, headers, body } = await send([factura(), factura()])
    expect([status, body]).toEqual([
      202,
      { status: 'OK', detail: '2 facturas recibidas y encoladas para procesamiento.' },
    ])
    expect(headers.get('location')).toMatch(/^\/facturas\/lotes\/\d+$/)
    const batch = await get(headers.get('location')!)
    expect(batch.body).toMatchObject({ total: 2, processed: 0, status: 'queued', finished_at: null })
  })

  test('a batch of one is said in the singular, in Spanish whatever is asked for', async () => {
    const { body } = await send([factura()], { headers: { 'Accept-Language': 'en' } })
    expect(body).toEqual({ status: 'OK', detail: '1 factura recibida y encolada para procesamiento.' })
  })

  test.each(['/facturas/', '/facturas', '/api/facturas', '/api/facturas/'])('at %s', async (path) => {
    expect((await send([factura()], { path })).status).toBe(202)
  })

  test('key, batch and what it consists of are there once it is answered', async () => {
    const before = await kept()
    await send([factura(), factura()])
    const after = await kept()
    expect(after).toEqual({
      ...before,
      keys: before.keys + 1,
      batches: before.batches + 1,
      parcels: before.parcels + 1,
    })
  })

  test('without a credential nobody is heard', async () => {
    const response = await world.request('/facturas/', { method: 'POST', as: null, body: '[]' })
    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
  })

  test('packed by gzip it means the same', async () => {
    const packed = gzipSync(JSON.stringify([factura()]))
    expect((await send(packed, { headers: { 'Content-Encoding': 'gzip' } })).status).toBe(202)
  })

  test('a stream without a length is read to its end', async () => {
    const pieces = [...JSON.stringify([factura()])].map((character) => new TextEncoder().encode(character))
    const body = new ReadableStream({
      start(stream) {
        for (const piece of pieces) stream.enqueue(piece)
        stream.close()
      },
    })
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'streamed' }
    const response = await world.request('/facturas/', { method: 'POST', body, headers } as RequestInit)
    expect(response.status).toBe(202)
  })
})

describe('refusing', () => {
  test('names every fault with its index and path, in the language asked for, and keeps nothing', async () => {
    const before = await kept()
    const faulty = [factura(), factura({ monto: -1, x: 1 }), 'F', factura({ rut_cliente: '11111111-2' })]
    const { status, body } = await send(faulty, { headers: { 'Accept-Language': 'en' } })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'INVALID_BATCH', error_count: 4, status: 422 })
    expect(body.errors).toEqual([
      { index: 1, path: '[1].monto', message: 'Must be greater than 0.' },
      { index: 1, path: '[1].x', message: 'An invoice has no such value.' },
      { index: 2, path: '[2]', message: 'Each invoice must be an object.' },
      { index: 3, path: '[3].rut_cliente', message: 'The check digit of the RUT is wrong.' },
    ])
    const spanish = await send(faulty)
    expect(spanish.body.errors[0].message).toBe('Debe ser mayor que 0.')
    expect(await kept()).toEqual(before)
  })

  test.each([
    ['an empty list', '[]', 422],
    ['no list', '{"numero_factura":"F"}', 422],
    ['more than ten thousand', JSON.stringify(Array(10_001).fill(0)), 413],
    ['no JSON', 'hola', 400],
    ['nothing', '', 400],
    ['JSON that breaks off', '[{"numero_factura":"F-1","rut_cl', 400],
    ['a deep nest', '['.repeat(100_000), 400],
    ['bytes that are not UTF-8', new Uint8Array([0x5b, 0x22, 0xe9, 0x22, 0x5d]), 400],
    ['UTF-16', new Uint8Array(Buffer.from('\ufeff[]', 'utf16le')), 400],
    ['a number without end', `[${JSON.stringify(factura()).replace('1500.5', '9'.repeat(100_000))}]`, 422],
    ['a key twice', `[${JSON.stringify(factura()).replace('}', ',"monto":1}')}]`, 422],
    ['a NUL', `[${JSON.stringify(factura({ numero_factura: 'a\u0000' }))}]`, 422],
    ['nine megabytes', `[${' '.repeat(9 * 1024 * 1024)}]`, 413],
  ])('%s', async (_, body, expected) => {
    const before = await kept()
    const { status, body: problem } = await send(body)
    expect(status).toBe(expected)
    expect(problem).toMatchObject({ status, detail: expect.any(String), request_id: expect.any(String) })
    expect(await kept()).toEqual(before)
  })

  test.each([
    ['another type', { 'Content-Type': 'text/plain' }, 415],
    ['another charset', { 'Content-Type': 'application/json; charset=iso-8859-1' }, 400],
    ['an encoding nobody speaks', { 'Content-Encoding': 'br' }, 415],
    ['a body that is not what it says', { 'Content-Encoding': 'gzip' }, 400],
  ])('%s', async (_, headers, expected) => {
    expect((await send([factura()], { headers })).status).toBe(expected)
  })

  test('a bomb is put down before it goes off', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '))
    const before = process.memoryUsage.rss()
    const { status } = await send(bomb, { headers: { 'Content-Encoding': 'gzip' } })
    expect(status).toBe(413)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
  })

  test('a stream that does not end is cut', async () => {
    const piece = new Uint8Array(1024 * 1024).fill(0x20)
    const body = new ReadableStream({ pull: (stream) => stream.enqueue(piece) })
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'endless' }
    const response = await world.request('/facturas/', { method: 'POST', body, headers } as RequestInit)
    expect(response.status).toBe(413)
  })
})

describe('the key', () => {
  test.each([
    ['absent', null],
    ['empty', ''],
    ['blank', '   '],
    ['too long', 'k'.repeat(256)],
    ['not printable', 'a\u0085b'],
  ])('%s is a fault of its own', async (_, key) => {
    const { status, body } = await send([factura()], { key })
    expect([status, body.errors[0].path]).toEqual([422, 'Idempotency-Key'])
  })

  test('may be of 255 characters, and of any that are printed', async () => {
    expect((await send([factura()], { key: 'k'.repeat(255) })).status).toBe(202)
    expect((await send([factura()], { key: '{"a": \'b\', $1 \\ % ñ}' })).status).toBe(202)
  })

  test('used again, it names the first batch and whether the body was the same', async () => {
    const [first, key] = [[factura()], 'again']
    const { headers } = await send(first, { key })
    const location = headers.get('location')
    const again = await send(first, { key })
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({
      code: 'IDEMPOTENCY_KEY_USED',
      batch_id: Number(location!.split('/').at(-1)),
      location,
      payload_matches: true,
    })
    const other = await send([factura()], { key, headers: { Prefer: 'idempotent-replay' } })
    expect([other.status, other.body.payload_matches]).toEqual([409, false])
  })

  test('with the wish for it, the first answer is given again', async () => {
    const [facturas, key] = [[factura(), factura()], 'replayed']
    const first = await send(facturas, { key })
    const written = JSON.stringify(
      facturas.map((each) => Object.fromEntries(Object.entries(each).reverse())),
      null,
      1,
    )
    for (const body of [facturas, written]) {
      const again = await send(body, { key, headers: { Prefer: 'respond-async, Idempotent-Replay' } })
      expect([again.status, again.body]).toEqual([202, first.body])
      expect(again.headers.get('location')).toBe(first.headers.get('location'))
      expect(again.headers.get('idempotent-replayed')).toBe('true')
    }
    expect(first.headers.has('idempotent-replayed')).toBe(false)
  })

  test('is each account’s own', async () => {
    const key = 'shared'
    expect((await send([factura()], { key, as: world.ana })).status).toBe(202)
    expect((await send([factura()], { key, as: world.ulises })).status).toBe(202)
    expect((await send([factura()], { key, as: world.ulises })).status).toBe(409)
  })

  test('is not used up by what was refused', async () => {
    const key = 'tried'
    expect((await send([factura({ monto: 0 })], { key })).status).toBe(422)
    expect((await send('{', { key })).status).toBe(400)
    expect((await send([factura()], { key })).status).toBe(202)
    expect((await send([factura({ monto: 0 })], { key })).status).toBe(422)
  })

  test('is accepted once of a hundred at once', async () => {
    const facturas = [factura(), factura()]
    const before = await kept()
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(facturas, { key: 'storm' })))
    const accepted = answers.filter(({ status }) => status === 202)
    expect(accepted).toHaveLength(1)
    const id = Number(accepted[0]!.headers.get('location')!.split('/').at(-1))
    for (const { status, body } of answers)
      if (status !== 202) expect([status, body.batch_id, body.payload_matches]).toEqual([409, id, true])
    expect(await kept()).toEqual({
      ...before,
      keys: before.keys + 1,
      batches: before.batches + 1,
      parcels: before.parcels + 1,
    })
  })

  test('of many keys at once, each twice, each is accepted once and all of it is kept', async () => {
    const before = await kept()
    const bodies = Array.from({ length: 60 }, () => [factura()])
    const answers = await Promise.all(
      [...bodies, ...bodies].map((body, at) => send(body, { key: `crowd ${at % 60}` })),
    )
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(60)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(60)
    const { keys, batches } = await kept()
    expect([keys - before.keys, batches - before.batches]).toEqual([60, 60])
  })

  test('counts for 24 hours, and no longer; then it is forgotten', async () => {
    const [facturas, key] = [[factura()], 'old']
    const first = await send(facturas, { key })
    const age = (minutes: number) =>
      world.client`update idempotency_keys set created_at = now() - make_interval(mins => ${minutes}) where key = ${key}`
    await age(24 * 60 - 1)
    expect((await send(facturas, { key })).status).toBe(409)
    await age(24 * 60 + 1)
    const second = await send(facturas, { key })
    expect(second.status).toBe(202)
    expect(second.headers.get('location')).not.toBe(first.headers.get('location'))
    expect((await send(facturas, { key })).body.location).toBe(second.headers.get('location'))
    await age(24 * 60 + 1)
    await purgeOld(world.deps)
    expect(await world.client`select from idempotency_keys where key = ${key}`).toHaveLength(0)
    expect((await kept()).keys).toBeGreaterThan(0)
  })
})

describe('looking', () => {
  test('a batch is seen by its account and by reviewers, and by nobody else', async () => {
    const { headers } = await send([factura()], { as: world.ana })
    const location = headers.get('location')!
    expect((await get(location, world.rita)).status).toBe(200)
    expect((await get(location, world.ulises)).status).toBe(404)
    const own = await send([factura()], { as: world.ulises })
    expect((await get(own.headers.get('location')!, world.ulises)).status).toBe(200)
    for (const path of ['/facturas/lotes/999999999', '/facturas/lotes/abc', '/facturas/lotes/0'])
      expect((await get(path)).status).toBe(404)
  })

  test('the list tells the newest first, page by page, and each account its own', async () => {
    for (let i = 0; i < 3; i++) await send([factura()], { as: world.ulises })
    const first = (await get('/facturas/lotes?per_page=2', world.ulises)).body
    const ids = first.items.map(({ id }: { id: number }) => id)
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a))
    const next = (await get(`/facturas/lotes?per_page=2&cursor=${first.next_cursor}`, world.ulises)).body
    expect(next.items[0].id).toBeLessThan(ids.at(-1))
    const [mine] =
      await world.client`select count(*)::int as count from batches where account_id = ${world.ulises.id}`
    const all = (await get('/facturas/lotes?per_page=200', world.ulises)).body
    expect([all.items.length, all.next_cursor]).toEqual([mine!.count, null])
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import type { InvoiceData } from './invoice-data.ts'

let world: World
let number = 0
beforeAll(async () => {
  world = await openWorld()
  await world.work()
})
afterAll(() => world.close())

/** An invoice that waits for validation. */
async function waiting(data: Partial<InvoiceData> = {}, as = world.ana) {
  const { id } = await world.receive(saying({ invoice_number: `N-${++number}`, ...data }), as)
  return world.reaches(id, 'waiting_validation')
}
const get = async (path: string, as?: World['ana']) => {
  const answer = await world.request(path, as ? { as } : {})
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}
const send = async (
  method: string,
  path: string,
  json?: unknown,
  headers: Record<string, string> = {},
  as = world.ana,
) => {
  const answer = await world.request(path, { method, json, headers, as })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null }
}

describe('one invoice', () => {
  test('is told whole, with its version as ETag', async () => {
    const { id } = await waiting({ issuer_name: 'Ñandú' })
    const { status, headers, body } = await get(`/api/invoices/${id}`)
    expect(status).toBe(200)
    expect(headers.get('etag')).toBe(`"${body.version}"`)
    expect(body).toMatchObject({
      id,
      status: 'waiting_validation',
      source: 'upload',
      filename: 'factura.pdf',
      content_type: 'application/pdf',
      pages: 1,
      progress: { stage: 'done', page: 1, pages: 1, percent: 100 },
      final_data: null,
      duplicate_of: null,
      error: null,
      attempts: 1,
      processed_at: null,
    })
    expect(Object.keys(body.preview_data).slice(0, 3)).toEqual([
      'document_type',
      'issuer_name',
      'issuer_tax_id',
    ])
    expect(body.fields.total).toMatchObject({ value: 1190, source: 'text', page: 1 })
    expect(body.checks.map((check: { name: string }) => check.name)).toContain('totals_sum')
  })

  test('that is not there, or is somebody else’s, is not found', async () => {
    const { id } = await waiting()
    expect((await get('/api/invoices/999999')).status).toBe(404)
    expect((await get('/api/invoices/abc')).status).toBe(404)
    expect((await get(`/api/invoices/${id}`, world.ulises)).status).toBe(404)
    expect((await get(`/api/invoices/${id}/log`, world.ulises)).status).toBe(404)
    expect((await get(`/api/invoices/${id}`, world.rita)).status).toBe(200)
  })

  test('speaks the language asked for', async () => {
    const { id } = await waiting({ total: 5 })
    const messages = async (language: string) => {
      const answer = await world.request(`/api/invoices/${id}`, { headers: { 'Accept-Language': language } })
      return (await answer.json()).checks.find((check: { name: string }) => check.name === 'totals_sum')
        .message
    }
    expect(await messages('en-GB,en;q=0.9')).toMatch(/Subtotal and tax/)
    expect(await messages('es-CL')).toMatch(/Subtotal e impuestos/)
    expect(await messages('fr')).toMatch(/Subtotal e impuestos/)
  })
})

describe('editing the preview', () => {
  test('changes what is sent, clears what is null, leaves the rest, and says who', async () => {
    const { id, version } = await waiting()
    const { status, body } = await send('PATCH', `/api/invoices/${id}/preview`, {
      total: 1500.5,
      due_date: null,
      issuer_name: 'Otra',
    })
    expect(status).toBe(200)
    expect(body.version).toBe(version + 1)
    expect(body.preview_data).toMatchObject({ total: 1500.5, issuer_name: 'Otra', currency: 'CLP' })
    expect(body.fields.total).toEqual({
      value: 1500.5,
      confidence: 1,
      source: 'human',
      page: null,
      box: null,
    })
    expect(body.checks.find((check: { name: string }) => check.name === 'totals_sum').ok).toBe(false)
    const log = await get(`/api/invoices/${id}/log`)
    expect(log.body.items.at(-1)).toMatchObject({
      action: 'edit',
      account_id: world.ana.id,
      details: { total: { from: 1190, to: 1500.5 } },
    })
    expect((await get('/api/invoices/?q=otra')).body.items.map((each: { id: number }) => each.id)).toContain(
      id,
    )
  })

  test('with If-Match is refused when somebody was faster', async () => {
    const { id } = await waiting()
    const { headers } = await get(`/api/invoices/${id}`)
    const etag = headers.get('etag')!
    expect(
      (await send('PATCH', `/api/invoices/${id}/preview`, { total: 1 }, { 'If-Match': etag })).status,
    ).toBe(200)
    const late = await send('PATCH', `/api/invoices/${id}/preview`, { total: 2 }, { 'If-Match': etag })
    expect(late.status).toBe(412)
    expect(late.body).toMatchObject({ code: 'STALE', current_version: expect.any(Number) })
    expect(
      (await send('PATCH', `/api/invoices/${id}/preview`, { total: 2 }, { 'If-Match': 'rubbish' })).status,
    ).toBe(412)
    expect((await send('POST', `/api/invoices/${id}/confirm`, undefined, { 'If-Match': etag })).status).toBe(
      412,
    )
  })

  test('of two at once that expect the same version, one wins', async () => {
    const { id, version } = await waiting()
    const headers = { 'If-Match': `"${version}"` }
    const both = await Promise.all(
      [1, 2].map((total) => send('PATCH', `/api/invoices/${id}/preview`, { total }, headers)),
    )
    expect(both.map((each) => each.status).sort()).toEqual([200, 412])
  })

  test('names every fault with its path', async () => {
    const { id } = await waiting()
    const { status, body } = await send('PATCH', `/api/invoices/${id}/preview`, {
      total: 'much',
      surprise: 1,
      date: '2026-02-30',
      currency: 'pesos',
      issuer_name: 'a\u0000b',
      products: [{ name: '', quantity: null, unit_price: null, total_price: null, tax_rate: null }],
    })
    expect(status).toBe(422)
    expect(body.errors.map((each: { path: string }) => each.path).sort()).toEqual([
      '',
      'currency',
      'date',
      'issuer_name',
      'products[0].name',
      'total',
    ])
  })

  test('refuses a body that is not JSON by its kind of wrong', async () => {
    const { id } = await waiting()
    const path = `/api/invoices/${id}/preview`
    const raw = (body: string, type?: string) =>
      world.request(path, { method: 'PATCH', body, headers: type ? { 'Content-Type': type } : {} })
    expect((await raw('{', 'application/json')).status).toBe(400)
    expect((await raw('total=1', 'application/x-www-form-urlencoded')).status).toBe(415)
    expect(
      (await raw(JSON.stringify({ payment_terms: 'x'.repeat(2_000_000) }), 'application/json')).status,
    ).toBe(413)
    expect((await raw('[]', 'application/json')).status).toBe(422)
  })

  test('is possible only while it waits', async () => {
    const { id } = await waiting()
    await send('POST', `/api/invoices/${id}/confirm`)
    const late = await send('PATCH', `/api/invoices/${id}/preview`, { total: 1 })
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ code: 'WRONG_STATUS', current_status: 'processed' })
  })

  test('is not an uploader’s', async () => {
    const { id } = await waiting({}, world.ulises)
    for (const [method, path, json] of [
      ['PATCH', 'preview', { total: 1 }],
      ['POST', 'confirm', {}],
      ['POST', 'reject', { reason: 'no' }],
    ] as const)
      expect((await send(method, `/api/invoices/${id}/${path}`, json, {}, world.ulises)).status).toBe(403)
  })
})

describe('confirming, rejecting, retrying, deleting', () => {
  test('confirming copies the preview to the final data', async () => {
    const { id } = await waiting({ total: 1190 })
    const { status, body } = await send('POST', `/api/invoices/${id}/confirm`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'processed', processed_at: expect.any(String) })
    expect(body.final_data).toEqual(body.preview_data)
    expect((await send('POST', `/api/invoices/${id}/confirm`)).status).toBe(409)
  })

  test('confirming names what is missing, unless it is forced', async () => {
    const { id } = await waiting({ total: null, issuer_name: null })
    const refused = await send('POST', `/api/invoices/${id}/confirm`, {})
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: 'INCOMPLETE', missing: ['issuer_name', 'total'] })
    const forced = await send('POST', `/api/invoices/${id}/confirm`, { force: true })
    expect(forced.body).toMatchObject({ status: 'processed', final_data: { total: null } })
  })

  test('rejecting keeps the reason, and retrying starts afresh', async () => {
    const { id } = await waiting()
    expect((await send('POST', `/api/invoices/${id}/reject`, {})).status).toBe(422)
    const rejected = await send('POST', `/api/invoices/${id}/reject`, { reason: 'no es nuestra' })
    expect(rejected.body).toMatchObject({
      status: 'rejected',
      error: { code: 'REJECTED', message: 'no es nuestra' },
    })
    const retried = await send('POST', `/api/invoices/${id}/retry`)
    expect(retried.body).toMatchObject({ status: 'processing', error: null })
    await world.reaches(id, 'waiting_validation')
    expect((await send('POST', `/api/invoices/${id}/retry`)).status).toBe(409)
  })

  test('a document read before is not read again', async () => {
    const { id } = await waiting()
    const before = world.engines.gate.pagesRead.length
    await send('POST', `/api/invoices/${id}/reject`, { reason: 'again' })
    await send('POST', `/api/invoices/${id}/retry`)
    await world.reaches(id, 'waiting_validation')
    expect(world.engines.gate.pagesRead.length).toBe(before)
  })

  test('deleting takes document and text away, and the audit stays', async () => {
    const { id, sha256 } = await waiting()
    expect((await send('DELETE', `/api/invoices/${id}`, undefined, {}, world.rita)).status).toBe(403)
    expect((await send('DELETE', `/api/invoices/${id}`)).status).toBe(204)
    expect((await get(`/api/invoices/${id}`)).status).toBe(404)
    expect((await send('DELETE', `/api/invoices/${id}`)).status).toBe(404)
    const log = await get(`/api/invoices/${id}/log`)
    expect(log.body.items.at(-1)).toMatchObject({ action: 'delete', previous: 'waiting_validation' })
    const jobs =
      await world.client`select data from pgboss.job where name = 'remove-document' and data->>'sha256' = ${sha256}`
    expect(jobs).toHaveLength(1)
  })
})

describe('many at once', () => {
  test('those that can take part do, and the others are named', async () => {
    const [one, two, three] = [await waiting(), await waiting({ total: null }), await waiting()]
    await send('POST', `/api/invoices/${three.id}/confirm`)
    const { status, body } = await send('POST', '/api/invoices/bulk', {
      action: 'confirm',
      ids: [one.id, two.id, three.id, 99999],
    })
    expect(status).toBe(200)
    expect(body.changed).toEqual([one.id])
    expect(body.skipped).toEqual([
      { id: two.id, code: 'INCOMPLETE', missing: ['total'] },
      { id: three.id, code: 'WRONG_STATUS', status: 'processed' },
      { id: 99999, code: 'NO_SUCH_INVOICE' },
    ])
    expect((await get(`/api/invoices/${one.id}`)).body.final_data.total).toBe(1190)
  })

  test('a filter chooses them', async () => {
    const marked = [
      await waiting({ issuer_name: 'Filtrada Uno' }),
      await waiting({ issuer_name: 'Filtrada Dos' }),
    ]
    const { body } = await send('POST', '/api/invoices/bulk', {
      action: 'reject',
      reason: 'en bloque',
      filter: { issuer: 'filtrada' },
    })
    expect(body.changed).toEqual(marked.map(({ id }) => id))
    const again = await send('POST', '/api/invoices/bulk', {
      action: 'retry',
      filter: { status: 'rejected', issuer: 'filtrada' },
    })
    expect(again.body.changed).toHaveLength(2)
    for (const { id } of marked) await world.reaches(id, 'waiting_validation')
  })

  test('needs either ids or a filter, and the right to do it', async () => {
    const bulk = (json: unknown, as = world.ana) => send('POST', '/api/invoices/bulk', json, {}, as)
    expect((await bulk({ action: 'confirm' })).status).toBe(422)
    expect((await bulk({ action: 'confirm', ids: [1], filter: {} })).status).toBe(422)
    expect((await bulk({ action: 'burn', ids: [1] })).status).toBe(422)
    expect((await bulk({ action: 'delete', ids: [1] }, world.rita)).status).toBe(403)
    expect((await bulk({ action: 'confirm', ids: [1] }, world.ulises)).status).toBe(403)
  })
})

describe('the list', () => {
  beforeEach(async () => {
    if ((await get('/api/invoices/?issuer=lista')).body.total) return
    const base = { issuer_name: 'Lista SA', currency: 'EUR' }
    await waiting({
      ...base,
      invoice_number: 'L-1',
      date: '2026-01-10',
      total: 100,
      payment_terms: 'contado rápido',
    })
    await waiting({ ...base, invoice_number: 'L-2', date: '2026-02-10', total: 200.25 })
    await waiting({ ...base, invoice_number: 'L-3', date: null, total: null, currency: 'USD' })
  })
  const numbers = async (query: string) => {
    const { body } = await get(`/api/invoices/?issuer=lista&${query}`)
    return body.items.map((each: { preview_data: InvoiceData }) => each.preview_data.invoice_number)
  }

  test('filters by every kind of question', async () => {
    expect(await numbers('sort=created_at')).toEqual(['L-1', 'L-2', 'L-3'])
    expect(await numbers('from=2026-02-01&to=2026-02-28')).toEqual(['L-2'])
    expect(await numbers('min_total=150')).toEqual(['L-2'])
    expect(await numbers('max_total=100')).toEqual(['L-1'])
    expect(await numbers('currency=usd')).toEqual(['L-3'])
    expect(await numbers('q=rapido+conta')).toEqual(['L-1'])
    expect(await numbers('q=nothing+like+it')).toEqual([])
    expect(await numbers('status=processed')).toEqual([])
    expect(await numbers('source=batch')).toEqual([])
    expect(await numbers('status=&q=&source=upload')).toHaveLength(3)
    expect(await numbers('q=%27%3A*%26%7C!()')).toEqual([])
  })

  test('sorts with what is unknown last, in either direction', async () => {
    expect(await numbers('sort=total')).toEqual(['L-1', 'L-2', 'L-3'])
    expect(await numbers('sort=-total')).toEqual(['L-2', 'L-1', 'L-3'])
    expect(await numbers('sort=date')).toEqual(['L-1', 'L-2', 'L-3'])
    expect(await numbers('sort=-date')).toEqual(['L-2', 'L-1', 'L-3'])
  })

  for (const sort of [
    'created_at',
    '-created_at',
    'updated_at',
    '-updated_at',
    'date',
    '-date',
    'total',
    '-total',
  ])
    test(`pages and cursors of ${sort} tell each invoice once`, async () => {
      const all = (await get(`/api/invoices/?sort=${sort}&per_page=200`)).body.items.map(
        (each: { id: number }) => each.id,
      )
      const byCursor: number[] = []
      for (let cursor = ''; cursor !== null; ) {
        const { body } = await get(`/api/invoices/?sort=${sort}&per_page=7${cursor && `&cursor=${cursor}`}`)
        byCursor.push(...body.items.map((each: { id: number }) => each.id))
        cursor = body.next_cursor
      }
      expect(byCursor).toEqual(all)
      const second = await get(`/api/invoices/?sort=${sort}&per_page=7&page=2`)
      expect(second.body.items.map((each: { id: number }) => each.id)).toEqual(all.slice(7, 14))
      expect(second.body).toMatchObject({ page: 2, per_page: 7, total: all.length })
    })

  test('refuses what it does not understand', async () => {
    for (const query of [
      'status=lost',
      'per_page=201',
      'page=0',
      'sort=name',
      'from=yesterday',
      'min_total=x',
      'cursor=rubbish',
      'q=%00',
    ])
      expect((await get(`/api/invoices/?${query}`)).status).toBe(422)
    const foreign = (await get('/api/invoices/?sort=total&per_page=1')).body.next_cursor
    expect((await get(`/api/invoices/?sort=-date&cursor=${foreign}`)).status).toBe(422)
  })

  test('shows an uploader only their own', async () => {
    const { id } = await waiting({}, world.ulises)
    const { body } = await get('/api/invoices/?per_page=200', world.ulises)
    expect(body.items.map((each: { id: number }) => each.id)).toContain(id)
    expect(
      new Set(
        (
          await world.client`select account_id from invoices where id = any(${body.items.map((each: { id: number }) => each.id)})`
        ).map((row) => Number(row.account_id)),
      ),
    ).toEqual(new Set([world.ulises.id]))
    expect(body.total).toBe(body.items.length)
  })

  test('the summary agrees with the rows, however they came and went', async () => {
    const { body } = await get('/api/invoices/status-summary/')
    const counted = await world.client`select status, count(*)::int as count from invoices group by status`
    for (const { status, count } of counted) expect(body[status]).toBe(count)
    expect(body.total).toBe(counted.reduce((sum, row) => sum + row.count, 0))
    expect((await get('/api/invoices/status-summary', world.ulises)).body.total).toBeLessThan(body.total)
  })
})

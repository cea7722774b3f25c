import { afterAll, beforeAll, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import { missingFields } from './confirm-invoice.ts'
import type { InvoiceData } from './invoice-data.ts'

// Deciding on many as a browser without scripts does it: a question, a form, a redirect, and the way back.
let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.work()
})
afterAll(() => world.close())

async function waiting(data: Partial<InvoiceData> = {}) {
  const { id } = await world.receive(saying({ invoice_number: crypto.randomUUID(), ...data }))
  return (await world.reaches(id, 'waiting_validation')).id
}
const get = async (path: string, as = world.ana) => {
  const answer = await world.request(path, { as })
  return { status: answer.status, html: await answer.text() }
}
async function post(path: string, fields: [string, string][], as = world.ana) {
  const answer = await world.request(path, { method: 'POST', body: new URLSearchParams(fields), as })
  return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() }
}
const statusOf = async (id: number) => (await (await world.request(`/api/invoices/${id}`)).json()).status
/** The fields of the only form that a question has, as a browser would send them. */
const fieldsOf = (html: string) =>
  [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name!, value!] as [string, string],
  )
const ticked = (ids: number[]) => ids.map((id) => `id=${id}`).join('&')
const changeIn = (location: string) => new URL(location, 'http://x').searchParams.get('change') ?? ''

test('confirming many asks first, with the count and the sum of each currency, and names what would stay', async () => {
  const ids = [
    await waiting({ total: 100, subtotal: 100, tax: 0, currency: 'EUR' }),
    await waiting({ total: 20.5, subtotal: 20.5, tax: 0, currency: 'EUR' }),
    await waiting({ total: 1190 }),
    await waiting({ total: null }),
  ]
  const { status, html } = await get(`/invoices/bulk?action=confirm&${ticked(ids)}`)
  expect(status).toBe(200)
  expect(html).toContain('Confirmar 3 facturas')
  expect(html.replaceAll('\u00a0', ' ')).toMatch(/EUR.*>2<.*120,50.*CLP.*>1</s)
  expect(html).toContain('moneda o total: 1.')
  expect(await statusOf(ids[0]!)).toBe('waiting_validation')

  const done = await post('/invoices/bulk', fieldsOf(html))
  expect(done.status).toBe(303)
  expect(await Promise.all(ids.map(statusOf))).toEqual([
    'processed',
    'processed',
    'processed',
    'waiting_validation',
  ])
})

test('what was done can be undone by who did it, and then is as it was', async () => {
  const ids = [await waiting(), await waiting()]
  const { html } = await get(`/invoices/bulk?action=confirm&status=waiting_validation&${ticked(ids)}`)
  const { location } = await post('/invoices/bulk', fieldsOf(html))
  expect(location).toContain('status=waiting_validation')
  const shown = await get(location)
  expect(shown.html).toContain('Facturas confirmadas: 2.')
  expect(shown.html).toContain('action="/invoices/undo"')

  const change = changeIn(location)
  expect((await post('/invoices/undo', [['change', change]], world.rita)).status).toBe(409)
  const undone = await post('/invoices/undo', [['change', change]])
  expect(undone.status).toBe(303)
  expect((await get(undone.location)).html).toContain('Deshecho')
  const [invoice] =
    await world.client`select status, final_data, processed_at from invoices where id = ${ids[0]!}`
  expect(invoice).toEqual({ status: 'waiting_validation', final_data: null, processed_at: null })
  expect((await post('/invoices/undo', [['change', change]])).status).toBe(409)
})

test('what somebody did since, or what is too long ago, is not undone', async () => {
  const [rejected, older] = [await waiting(), await waiting()]
  const reject = async (id: number) => {
    const { html } = await get(`/invoices/bulk?action=reject&id=${id}`)
    return changeIn((await post('/invoices/bulk', [...fieldsOf(html), ['reason', 'no']])).location)
  }
  const change = await reject(rejected)
  await world.request(`/api/invoices/${rejected}/retry`, { method: 'POST' })
  await world.reaches(rejected, 'waiting_validation')
  await world.request(`/api/invoices/${rejected}/confirm`, { method: 'POST' })
  expect((await post('/invoices/undo', [['change', change]])).status).toBe(409)
  expect(await statusOf(rejected)).toBe('processed')

  const old = await reject(older)
  await world.client`update audit set at = at - interval '1 day' where details->>'change' = ${old}`
  expect((await post('/invoices/undo', [['change', old]])).status).toBe(409)
  expect(await statusOf(older)).toBe('rejected')
})

test('all that match are decided on as they were seen: what changes or arrives later is left alone', async () => {
  const issuer = `Todas ${crypto.randomUUID().slice(0, 8)}`
  const seen = [await waiting({ issuer_name: issuer }), await waiting({ issuer_name: issuer })]
  const { html } = await get(`/invoices/bulk?action=confirm&which=all&issuer=${encodeURIComponent(issuer)}`)
  expect(html).toContain('Confirmar 2 facturas')
  await world.request(`/api/invoices/${seen[1]}/preview`, { method: 'PATCH', json: { total: 5 } })
  const later = await waiting({ issuer_name: issuer })
  await post('/invoices/bulk', fieldsOf(html))
  expect(await Promise.all([...seen, later].map(statusOf))).toEqual([
    'processed',
    'waiting_validation',
    'waiting_validation',
  ])
})

test('an invoice is ready when it is complete, every check holds and nothing about it is doubtful', async () => {
  const issuer = `Lista ${crypto.randomUUID().slice(0, 8)}`
  const kinds: Partial<InvoiceData>[] = [
    {},
    { total: null },
    { total: 7 },
    { issuer_name: null },
    { invoice_number: null },
    { invoice_number: null, document_type: 'receipt' },
    { date: null },
    { currency: null },
  ]
  const ids = await Promise.all(kinds.map((kind) => waiting({ issuer_name: issuer, ...kind })))
  const rows = await Promise.all(
    ids.map(async (id) => {
      const [row] = await world.client`select ready, preview_data, checks from invoices where id = ${id}`
      return row!
    }),
  )
  for (const { ready, preview_data, checks } of rows)
    expect(ready).toBe(!missingFields(preview_data).length && checks.every(({ ok }: { ok: boolean }) => ok))
  expect(rows.filter(({ ready }) => ready).length).toBeGreaterThan(0)
  await world.client`update settled_invoices set fields = '{"total": {"value": 1190, "confidence": 0.6, "source": "ocr"}}' where id = ${ids[0]!}`
  const [doubtful] = await world.client`select ready from invoices where id = ${ids[0]!}`
  expect(doubtful!.ready).toBe(false)
  const listed = await (await world.request(`/api/invoices/?ready=true&per_page=200`)).json()
  expect(listed.items.map(({ id }: { id: number }) => id)).not.toContain(ids[0]!)
})

test('a rejection of many needs a reason, and keeps the choice when it is asked for again', async () => {
  const id = await waiting()
  const asked = await get(`/invoices/bulk?action=reject&id=${id}`)
  const again = await post('/invoices/bulk', [...fieldsOf(asked.html), ['reason', ' ']])
  expect(again.status).toBe(422)
  expect(again.html).toContain(`name="id" value="${id}"`)
  await post('/invoices/bulk', [...fieldsOf(again.html), ['reason', 'duplicada']])
  expect(await statusOf(id)).toBe('rejected')
})

test('deleting is for admins, deciding for reviewers, and nothing chosen is nothing done', async () => {
  const id = await waiting()
  expect((await get(`/invoices/bulk?action=delete&id=${id}`, world.rita)).status).toBe(403)
  expect((await get(`/invoices/bulk?action=confirm&id=${id}`, world.ulises)).status).toBe(403)
  expect((await get('/invoices/bulk?action=confirm')).status).toBe(422)
  expect((await get('/invoices/bulk?action=burn&id=1')).status).toBe(422)
  const { html } = await get(`/invoices/bulk?action=delete&id=${id}`)
  const { location } = await post('/invoices/bulk', fieldsOf(html))
  expect((await get(location)).html).toContain('Facturas eliminadas: 1.')
  expect((await world.request(`/api/invoices/${id}`)).status).toBe(404)
})

test('an export of chosen ones offers their data in every form', async () => {
  const ids = [await waiting(), await waiting()]
  await post('/invoices/bulk', fieldsOf((await get(`/invoices/bulk?action=confirm&${ticked(ids)}`)).html))
  const { html } = await get(`/invoices/bulk?action=export&${ticked(ids)}`)
  expect(html).toContain('Exportar 2 facturas')
  const href = /href="([^"]+format=json)"/.exec(html)![1]!.replaceAll('&amp;', '&')
  const data = await (await world.request(href)).json()
  expect(data.map((each: { id: number }) => each.id)).toEqual(ids)
  const withDocuments = /href="(\/exports\?[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
  expect((await get(withDocuments)).html).toContain(`name="ids" value="${ids.join(',')}"`)
})

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { Webhook as Verifier } from 'standardwebhooks'
import { bounds } from '../config.ts'
import { purgeOld } from '../invoices/purge-old.ts'
import { saying } from '../testing/documents.ts'
import { type Call, startReceiver } from '../testing/receiver.ts'
import { openWorld, type World } from '../testing/world.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import { makeDeliveries } from './make-deliveries.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ WEBHOOKS_PRIVATE: 'on' })
})
afterAll(() => world.close())
afterEach(async () => {
  await world.client`delete from webhooks`
})

const never = new AbortController().signal
const deliver = (signal = never) => deliverWebhooks(world.deps, signal)

const api = async (path: string, method = 'GET', json?: unknown, as = world.ana) => {
  const answer = await world.request(`/api/webhooks${path}`, {
    method,
    as,
    ...(json === undefined ? {} : { json }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : undefined }
}

async function add(url: string, types = ['invoice.received', 'invoice.deleted']) {
  const { status, body } = await api('', 'POST', { url, types })
  expect(status).toBe(201)
  return body as { id: number; secret: string }
}

let made = 0
const upload = () => world.receive(saying({ invoice_number: `W-${++made}` }))
const deliveriesOf = async (id: number, query = '') => (await api(`/${id}/deliveries${query}`)).body.items
/** Whatever waits is due at once. */
const hurry = () => world.client`update webhook_deliveries set due_at = now() where status = 'waiting'`

test('what happens is told once, signed as the standard has it, and only what was asked for', async () => {
  const receiver = await startReceiver()
  const { secret } = await add(receiver.url)
  const { id } = await upload()
  await world.request(`/api/invoices/${id}`, { method: 'DELETE' })
  await deliver()
  await deliver()
  const said = receiver.calls.map((call) => verified(call, secret))
  expect(said.sort((a, b) => a.data.event_id - b.data.event_id)).toEqual([
    told('invoice.received', { invoice_id: id, status: 'processing', previous: null }),
    told('invoice.deleted', { invoice_id: id, status: 'deleted', previous: 'processing' }),
  ])
  expect(() => verified(receiver.calls[0]!, `whsec_${btoa('another secret, as long')}`)).toThrow()
  receiver.stop()
})

const verified = ({ body, headers }: Call, secret: string) =>
  new Verifier(secret).verify(body, headers as Record<string, string>) as ReturnType<typeof told>
const told = (type: string, data: object) => ({
  type,
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  data: { ...data, event_id: expect.any(Number) },
})

test('a change that is rolled back is told to nobody', async () => {
  const receiver = await startReceiver()
  await add(receiver.url, ['invoice.received', 'invoice.deleted'])
  const data = { invoice_id: 1, status: 'processing', previous: null }
  const broken = world.deps.transact(async (work) => {
    work.announce({ type: 'invoice_status_update', accountId: world.ana.id, invoiceId: 1, data })
    throw new Error('not this time')
  })
  expect(await broken.catch((error) => error.message)).toBe('not this time')
  await deliver()
  expect(receiver.calls).toEqual([])
  receiver.stop()
})

test('a batch of many is one event, and costs the webhook one row', async () => {
  const receiver = await startReceiver()
  const { id } = await add(receiver.url, ['batch.done', 'invoice.processed'])
  await world.deps.transact(async (work) => {
    for (const status of ['processing', 'done'])
      work.announce({ type: 'batch_progress', accountId: world.ana.id, data: { batch_id: 7, status } })
  })
  await deliver()
  expect(receiver.calls.map(({ body }) => JSON.parse(body))).toEqual([
    told('batch.done', { batch_id: 7, status: 'done' }),
  ])
  expect(await deliveriesOf(id)).toHaveLength(1)
  receiver.stop()
})

describe('a call that fails', () => {
  test('comes again under the same id with growing pauses, and is given up after about a day', async () => {
    const receiver = await startReceiver(() => ({ status: 500, body: 'out of order' }))
    const { id } = await add(receiver.url)
    await upload()
    const pauses: number[] = []
    for (let attempt = 1; attempt <= 8; attempt++) {
      await deliver()
      const [row] = await world.client`
        select extract(epoch from due_at - now())::float as pause, status from webhook_deliveries`
      if (row!.status === 'waiting') pauses.push(row!.pause)
      await deliver()
      expect(receiver.calls).toHaveLength(attempt)
      await hurry()
    }
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1)
    // the last two are alike
    const growing = pauses.slice(0, -1)
    expect(growing).toEqual(growing.toSorted((a, b) => a - b))
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600
    expect(hours).toBeGreaterThan(24)
    expect(hours).toBeLessThan(36)
    const [given] = await deliveriesOf(id, '?status=failed')
    expect(given).toMatchObject({
      attempts: 8,
      answer_status: 500,
      answer: 'out of order',
      next_attempt_at: null,
    })
    receiver.stop()
  })

  test('is followed by none for a redirect, and waits as long as it is asked to', async () => {
    const elsewhere = await startReceiver()
    const receiver = await startReceiver((_, nth) =>
      nth === 1
        ? { status: 307, headers: { location: elsewhere.url } }
        : { status: 503, headers: { 'retry-after': '7200' } },
    )
    const { id } = await add(receiver.url)
    await upload()
    await deliver()
    expect((await deliveriesOf(id))[0].failure).toContain('redirección')
    await hurry()
    await deliver()
    const [{ next_attempt_at }] = await deliveriesOf(id)
    expect(Date.parse(next_attempt_at) - Date.now()).toBeGreaterThan(7_000_000)
    expect(elsewhere.calls).toEqual([])
    receiver.stop()
    elsewhere.stop()
  })

  test('tells why: nobody there, no such name', async () => {
    const receiver = await startReceiver()
    receiver.stop()
    const [away, unknown] = [await add(receiver.url), await add('https://nowhere.invalid/hook')]
    await upload()
    await deliver()
    expect((await deliveriesOf(away.id))[0]).toMatchObject({
      status: 'waiting',
      failure: expect.stringContaining('conexión'),
    })
    expect((await deliveriesOf(unknown.id))[0]!.failure).toContain('no se encuentra')
  })

  test('for days switches the webhook off; switched on again it is told what happens from then on', async () => {
    let status = 500
    const receiver = await startReceiver(() => ({ status }))
    const { id } = await add(receiver.url)
    await upload()
    await deliver()
    expect((await api(`/${id}`)).body).toMatchObject({ enabled: true, failing_since: expect.any(String) })
    await world.client`update webhooks set failing_since = now() - make_interval(days => ${bounds.webhookFailingDays}, mins => 1)`
    await hurry()
    await deliver()
    expect((await api(`/${id}`)).body).toMatchObject({ enabled: false, disabled_because: 'failing' })
    await upload()
    await hurry()
    await deliver()
    expect(receiver.calls).toHaveLength(2)
    expect((await api(`/${id}/test`, 'POST')).status).toBe(409)

    status = 200
    const on = await api(`/${id}`, 'PATCH', { enabled: true })
    expect(on.body).toMatchObject({ enabled: true, disabled_because: null, failing_since: null })
    const { id: invoice } = await upload()
    await deliver()
    const last = receiver.calls.slice(2).map(({ body }) => JSON.parse(body).data.invoice_id)
    expect(last).toContain(invoice)
    expect(last).toHaveLength(2)
    receiver.stop()
  })

  test('with a 410 switches it off at once', async () => {
    const receiver = await startReceiver(() => ({ status: 410 }))
    const { id } = await add(receiver.url)
    await upload()
    await deliver()
    expect((await api(`/${id}`)).body).toMatchObject({ enabled: false, disabled_because: 'gone' })
    expect((await deliveriesOf(id))[0].status).toBe('failed')
    receiver.stop()
  })
})

test('two processes send each delivery once; one that died while sending is taken over', async () => {
  const receiver = await startReceiver()
  await add(receiver.url)
  for (let i = 0; i < 12; i++) await upload()
  await Promise.all([deliver(), deliver(), deliver()])
  const ids = receiver.calls.map(({ headers }) => headers['webhook-id'])
  expect(ids).toHaveLength(12)
  expect(new Set(ids).size).toBe(12)

  await upload()
  await makeDeliveries(world.db)
  // what a process leaves behind that dies while it sends
  await world.client`update webhook_deliveries set attempts = 1, due_at = now() + interval '75 seconds' where status = 'waiting'`
  await deliver()
  expect(receiver.calls).toHaveLength(12)
  await hurry()
  await deliver()
  expect(receiver.calls).toHaveLength(13)
  receiver.stop()
})

test('one that is slow holds up nobody else, and is handed back when Folio stops', async () => {
  const slow = await startReceiver(() => ({ status: 200, isSilent: true }))
  const quick = await startReceiver()
  const { id } = await add(slow.url)
  await add(quick.url)
  await upload()
  const stopping = new AbortController()
  const delivering = deliver(stopping.signal)
  await slow.until(1)
  await quick.until(1)
  await upload()
  await quick.until(2)
  stopping.abort()
  await delivering
  expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'waiting', attempts: 0 })
  slow.stop()
  quick.stop()
})

test('a test and a replay go out under their own ids, and are in the log', async () => {
  const receiver = await startReceiver((_, nth) => ({ status: 200, body: `thanks ${nth}` }))
  const { id, secret } = await add(receiver.url)
  expect((await api(`/${id}/test`, 'POST')).status).toBe(202)
  await deliver()
  expect(verified(receiver.calls[0]!, secret)).toMatchObject({
    type: 'webhook.test',
    data: { webhook_id: id },
  })
  const [{ id: delivery }] = await deliveriesOf(id, '?status=delivered')
  expect((await api(`/${id}/deliveries/${delivery}/replay`, 'POST')).status).toBe(202)
  await deliver()
  expect(receiver.calls[1]!.headers['webhook-id']).toBe(receiver.calls[0]!.headers['webhook-id'])
  expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'delivered', attempts: 1, answer: 'thanks 2' })
  await world.client`update webhook_deliveries set status = 'failed'`
  expect((await api(`/${id}/replay`, 'POST')).body).toEqual({ replayed: 1 })
  await deliver()
  expect(receiver.calls).toHaveLength(3)
  receiver.stop()
})

test('after a change of secret both sign for a day', async () => {
  const receiver = await startReceiver()
  const { id, secret } = await add(receiver.url)
  const { body } = await api(`/${id}/secret`, 'POST')
  await upload()
  await deliver()
  verified(receiver.calls[0]!, secret)
  verified(receiver.calls[0]!, body.secret)
  await world.client`update webhooks set previous_until = now() - interval '1 second'`
  await upload()
  await deliver()
  expect(() => verified(receiver.calls[1]!, secret)).toThrow()
  verified(receiver.calls[1]!, body.secret)
  receiver.stop()
})

test('events that a webhook has still to be told outlive the hour of forgetting', async () => {
  const receiver = await startReceiver()
  const { id } = await add(receiver.url)
  await upload()
  await world.db.execute(sql`update events set at = now() - interval '2 days'`)
  await purgeOld(world.deps)
  await deliver()
  expect(receiver.calls).toHaveLength(1)
  await purgeOld(world.deps)
  expect(
    await world.client`select from events where at < now() - interval '1 day'
    and id < (select last_event from webhooks where id = ${id})`,
  ).toHaveLength(0)
  receiver.stop()
})

describe('webhooks', () => {
  test('are the business of administrators', async () => {
    const { id } = await add('https://example.com/hook')
    for (const as of [world.rita, world.ulises]) {
      expect((await api('', 'GET', undefined, as)).status).toBe(403)
      expect((await api(`/${id}`, 'DELETE', undefined, as)).status).toBe(403)
      expect((await world.request('/settings', { as })).status).toBe(403)
      expect((await world.request(`/settings/webhooks/${id}`, { as })).status).toBe(403)
    }
    expect((await api('/999999')).status).toBe(404)
    expect((await api(`/${id}`, 'DELETE')).status).toBe(204)
    expect((await api(`/${id}`)).status).toBe(404)
  })

  test('keep their secret to themselves after the first time', async () => {
    const { id, secret } = await add('https://example.com/hook')
    expect(secret).toStartWith('whsec_')
    expect(JSON.stringify([(await api('')).body, (await api(`/${id}`)).body])).not.toContain('whsec_')
  })

  test('go to whole addresses only, and are told of at least one thing', async () => {
    for (const url of [
      'ftp://example.com',
      'https://user:secret@example.com',
      'example.com',
      'javascript:alert(1)',
      `https://example.com/${'x'.repeat(2000)}`,
    ])
      expect([url.slice(0, 40), (await api('', 'POST', { url, types: ['batch.done'] })).status]).toEqual([
        url.slice(0, 40),
        422,
      ])
    const url = 'https://example.com'
    expect((await api('', 'POST', { url, types: [] })).status).toBe(422)
    expect((await api('', 'POST', { url, types: ['invoice.invented'] })).status).toBe(422)
    expect((await api('', 'POST', { url, types: ['batch.done'], secret: 'mine' })).status).toBe(422)
  })
})

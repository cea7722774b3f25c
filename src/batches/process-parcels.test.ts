import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { listAudit } from '../invoices/audit.ts'
import { settleInvoices } from '../invoices/settle-invoices.ts'
import { createLog } from '../log.ts'
import { openWorld, type World } from '../testing/world.ts'
import { createAcceptance } from './accept-batch.ts'
import { findBatch } from './batch-queries.ts'
import { statusOfBatch } from './batches.table.ts'
import { processParcels } from './process-parcels.ts'
import type { Facturas } from './read-facturas.ts'

let world: World
let accept: ReturnType<typeof createAcceptance>
beforeEach(async () => {
  await world?.close()
  world = await openWorld()
  accept = createAcceptance(world.deps)
})
afterAll(() => world.close())

const facturas = (numbers: string[], customer = '11111111-1'): Facturas => ({
  numbers,
  customers: numbers.map(() => customer),
  totals: numbers.map((_, at) => `${at + 1}.05`),
  dates: numbers.map(() => '2025-08-24'),
})
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`)

let made = 0
async function send(of: Facturas, as = world.ana, key = `key ${++made}`) {
  const outcome = await accept({ accountId: as.id, key, facturas: of })
  return 'receipt' in outcome ? outcome.receipt.batch_id : undefined
}
const silent = createLog('error', {}, () => {})
const store = () => processParcels({ ...world.deps, log: silent }, new AbortController().signal)
const batch = (id = 0) => findBatch(world.db, world.ana, id)
const invoices = () => world.client`
  select status, invoice_number as number, customer_tax_id as customer, total, checks,
    issued_on::text as date, batch_id::int as batch, batch_position as position, duplicate_of::int as first, id::int, account_id::int as account
  from invoices order by batch_id, batch_position`

test('sound invoices are processed, with exactly what was sent', async () => {
  const id = await send({
    numbers: ['F-1', 'F-2'],
    customers: ['11111111-1', '12345670-K'],
    totals: ['1500.5', '99999999999.99'],
    dates: ['2025-08-24', '2024-02-29'],
  })
  await store()
  expect(await invoices()).toMatchObject([
    {
      status: 'processed',
      number: 'F-1',
      customer: '111111111',
      total: '1500.500000',
      date: '2025-08-24',
      position: 0,
    },
    {
      status: 'processed',
      number: 'F-2',
      customer: '12345670K',
      total: '99999999999.990000',
      date: '2024-02-29',
      position: 1,
    },
  ])
  const [first] = (await (await world.request('/api/invoices/?sort=created_at')).json()).items
  expect(first).toMatchObject({
    source: 'batch',
    status: 'processed',
    sha256: null,
    checks: [],
    preview_data: null,
  })
  expect(first.final_data).toMatchObject({
    invoice_number: 'F-1',
    customer_tax_id: '11111111-1',
    total: 1500.5,
    date: '2025-08-24',
    document_type: 'invoice',
    issuer_name: null,
    currency: null,
    products: [],
  })
  expect(await batch(id)).toMatchObject({ total: 2, processed: 2, waitingValidation: 0, failed: 0 })
  expect(statusOfBatch(await batch(id))).toBe('done')
  expect(await world.client`select from parcels`).toHaveLength(0)
})

describe('of two alike, the later waits for validation', () => {
  test('in one batch, among batches that come one after the other, and after the first was settled', async () => {
    const one = await send(facturas(['A', 'B', 'A', 'A']))
    const two = await send(facturas(['B', 'C']))
    await store()
    await settleInvoices(world.deps, async () => true)
    const three = await send(facturas(['C', 'D', 'A']))
    await store()
    const found = await invoices()
    const idOf = (number: string) => found.find((row) => row.number === number && row.first === null)!.id
    expect(found.map(({ number, status, first }) => [number, status, first])).toEqual([
      ['A', 'processed', null],
      ['B', 'processed', null],
      ['A', 'waiting_validation', idOf('A')],
      ['A', 'waiting_validation', idOf('A')],
      ['B', 'waiting_validation', idOf('B')],
      ['C', 'processed', null],
      ['C', 'waiting_validation', idOf('C')],
      ['D', 'processed', null],
      ['A', 'waiting_validation', idOf('A')],
    ])
    for (const [id, processed, waitingValidation] of [
      [one, 2, 2],
      [two, 1, 1],
      [three, 1, 2],
    ])
      expect(await batch(id)).toMatchObject({ processed, waitingValidation, failed: 0 })
    const doubtful = found.filter(({ status }) => status === 'waiting_validation')
    for (const { checks, first } of doubtful)
      expect(checks).toEqual([
        {
          name: 'possible_duplicate',
          ok: false,
          about: ['invoice_number', 'customer_tax_id'],
          other: Number(first),
          message: {
            es: `La factura ${first} tiene el mismo cliente y número.`,
            en: `Invoice ${first} has the same customer and number.`,
          },
        },
      ])
  })

  test('but not of another customer, nor like one that was rejected', async () => {
    await send(facturas(['A']))
    await send(facturas(['A'], '22222222-2'))
    await store()
    await settleInvoices(world.deps, async () => true)
    await world.client`update settled_invoices set status = 'rejected' where customer_tax_id = '111111111'`
    await send(facturas(['A']))
    await store()
    expect((await invoices()).map(({ status }) => status)).toEqual(['rejected', 'processed', 'processed'])
  })

  test('but not for standing between numbers that were settled before', async () => {
    await send(facturas(['B-1', 'B-3', 'B-5']))
    await store()
    await settleInvoices(world.deps, async () => true)
    await send(facturas(['B-2', 'B-4']))
    await store()
    expect((await invoices()).map(({ status }) => status)).toEqual(Array(5).fill('processed'))
  })

  test('and a person decides on it, corrects it, rejects it, and has it back', async () => {
    await send(facturas(['A', 'A']))
    await store()
    const [first, second] = await invoices()
    const act = async (path: string, method: string, json: unknown = {}) => {
      const response = await world.request(`/api/invoices/${second!.id}/${path}`, { method, json })
      return { status: response.status, body: await response.json() }
    }
    const edited = await act('preview', 'PATCH', { purchase_order: 'OC-1' })
    expect(
      edited.body.checks.filter(({ ok }: { ok: boolean }) => !ok).map(({ name }: { name: string }) => name),
    ).toContain('possible_duplicate')
    await act('reject', 'POST', { reason: 'Repetida' })
    await act('retry', 'POST')
    await world.work()
    const back = await world.reaches(second!.id, 'waiting_validation')
    expect(back.previewData).toMatchObject({ invoice_number: 'A', purchase_order: 'OC-1', total: 2.05 })
    expect((await act('confirm', 'POST', { force: true })).body.status).toBe('processed')
    const actions = (await listAudit(world.db, second!.id)).map(({ action }) => action)
    expect(actions).toEqual(['doubt', 'edit', 'reject', 'retry', 'present', 'confirm'])
    expect((await listAudit(world.db, first!.id)).map(({ action, status }) => [action, status])).toEqual([
      ['enter', 'processed'],
    ])
  })
})

describe('each is stored exactly once', () => {
  test('by many workers at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, at) => send(facturas(numbered(`B${at}`, at % 3 ? 1 : 700)))),
    )
    await Promise.all([store(), store(), store(), store()])
    const [sums] = await world.client`
      select count(*)::int as count, count(distinct (batch_id, batch_position))::int as places,
        count(distinct (invoice_number, customer_tax_id))::int as numbers, (select sum(total)::int from batches) as sent
      from invoices`
    expect(sums).toEqual({ count: sums!.sent, places: sums!.sent, numbers: sums!.sent, sent: 14 * 700 + 26 })
    for (const id of ids) expect(statusOfBatch(await batch(id))).toBe('done')
  })

  test('when alike ones come through many doors at once, one is the first', async () => {
    await Promise.all(Array.from({ length: 12 }, () => send(facturas(numbered('T', 50)))))
    await Promise.all([store(), store(), store()])
    const found = await invoices()
    expect(found.filter(({ status }) => status === 'processed')).toHaveLength(50)
    expect(found).toHaveLength(600)
  })

  test('when it breaks off in the middle of a batch', async () => {
    const id = await send(facturas(numbered('L', 5_500)))
    const { transact } = world.deps
    let turns = 0
    const breaking = {
      ...world.deps,
      transact: ((body) =>
        transact(async (work) => {
          const result = await body(work)
          if (++turns >= 2) throw Object.assign(new Error('the connection is gone'), { code: '57P01' })
          return result
        })) as typeof transact,
    }
    await expect(processParcels(breaking, new AbortController().signal)).rejects.toThrow()
    const half = await batch(id)
    expect([half.processed, statusOfBatch(half)]).toEqual([5_000, 'processing'])
    await store()
    expect(await batch(id)).toMatchObject({ processed: 5_500, waitingValidation: 0 })
    expect((await invoices()).map(({ position }) => position)).toEqual([...Array(5_500).keys()])
  })

  test('and nothing is kept of a batch whose key was used, though it shared a parcel', async () => {
    await send(facturas(['used']), world.ana, 'used')
    const answers = await Promise.all([
      send(facturas(['x']), world.ana, 'x'),
      send(facturas(['used too']), world.ana, 'used'),
      send(facturas(['y']), world.ana, 'y'),
      send(facturas(['used three']), world.ana, 'used'),
      send(facturas(['z']), world.ulises, 'used'),
    ])
    expect(answers.map((id) => id !== undefined)).toEqual([true, false, true, false, true])
    expect(await world.client`select from parcels where mixed`).toHaveLength(1)
    await store()
    expect((await invoices()).map(({ number, account }) => [number, account])).toEqual([
      ['used', world.ana.id],
      ['x', world.ana.id],
      ['y', world.ana.id],
      ['z', world.ulises.id],
    ])
    expect(await world.client`select from parcels`).toHaveLength(0)
  })
})

test('a parcel that can’t be stored lets the others pass, is tried again, and in the end counts as failed', async () => {
  await world.client`alter table fresh_invoices add check (invoice_number <> 'poison')`
  const sick = await send(facturas(['ok', 'poison']))
  await send(facturas(['before']), world.ulises)
  await store()
  expect((await invoices()).map(({ number }) => number)).toEqual(['before'])
  expect(await batch(sick)).toMatchObject({ processed: 0, failed: 0 })
  for (let attempt = 2; attempt <= 9; attempt++) {
    await world.client`update parcels set due = now() - interval '1 second'`
    await store()
  }
  expect(await batch(sick)).toMatchObject({ processed: 0, waitingValidation: 0, failed: 2 })
  expect(statusOfBatch(await batch(sick))).toBe('done')
  expect(await world.client`select numbers from parcels where failed`).toHaveLength(1)
})

test('what counts as failed is kept as it came, and is stored once an admin has it tried again', async () => {
  await world.client`alter table fresh_invoices add constraint broken check (invoice_number <> 'poison')`
  const sick = await send(facturas(['ok', 'poison']))
  const sound = await send(facturas(['sound']), world.ulises)
  for (let attempt = 1; attempt <= 9; attempt++) {
    await store()
    await world.client`update parcels set due = now() - interval '1 second'`
  }
  expect(await batch(sick)).toMatchObject({ failed: 2 })
  await world.client`alter table fresh_invoices drop constraint broken`
  const tryAgain = (as: World['ana']) => world.request('/queue/batches/retry', { method: 'POST', as })
  expect((await tryAgain(world.rita)).status).toBe(403)
  expect(await (await world.request('/queue')).text()).toContain('action="/queue/batches/retry"')
  expect((await tryAgain(world.ana)).status).toBe(303)
  expect(await (await world.request('/queue')).text()).not.toContain('action="/queue/batches/retry"')
  expect(statusOfBatch(await batch(sick))).toBe('queued')
  await store()
  expect(await batch(sick)).toMatchObject({ processed: 2, failed: 0, finishedAt: expect.any(Date) })
  expect(await batch(sound)).toMatchObject({ processed: 1, failed: 0 })
  expect((await invoices()).map(({ number }) => number)).toEqual(['ok', 'poison', 'sound'])
  const told = await world.client`
    select data->>'previous' as previous, data->>'status' as status from events
    where (data->>'batch_id')::int = ${sick!} order by id`
  expect(told.map(({ previous, status }) => `${previous} ${status}`)).toEqual([
    'queued done',
    'done queued',
    'queued done',
  ])
})

test('a batch of one does not wait for the end of ten thousand', async () => {
  const large = await send(facturas(numbered('L', 10_000)))
  const small = await send(facturas(['S']), world.ulises)
  const seen: { small: string; large: number }[] = []
  const { transact } = world.deps
  const watched = {
    ...world.deps,
    transact: (async (body) => {
      const result = await transact(body)
      seen.push({ small: statusOfBatch(await batch(small)), large: (await batch(large)).processed })
      return result
    }) as typeof transact,
  }
  await processParcels(watched, new AbortController().signal)
  const done = seen.find((each) => each.small === 'done')!
  expect(done.large).toBeLessThanOrEqual(5_000)
  expect(seen.at(-1)).toEqual({ small: 'done', large: 10_000 })
})

describe('whoever listens', () => {
  test('hears one word a batch and turn, and what it says adds up', async () => {
    const id = await send(facturas([...numbered('E', 5_200), 'E-1']))
    await store()
    const events = await world.client`
      select data from events where type = 'batch_progress' and (data->>'batch_id')::int = ${id!} order by id`
    const says = { batch_id: id, total: 5_201, failed: 0 }
    expect(events.map(({ data }) => data)).toEqual([
      { ...says, status: 'processing', previous: 'queued', processed: 5_000, waiting_validation: 0 },
      { ...says, status: 'done', previous: 'processing', processed: 5_200, waiting_validation: 1 },
    ])
    expect(await world.client`select from events where invoice_id is not null`).toHaveLength(0)
  })
})

describe('settled, an invoice is found by every index', () => {
  test('and is otherwise the same as before', async () => {
    await send(facturas(['Año-77', 'F-2']))
    await store()
    const list = async (query = '') => (await (await world.request(`/api/invoices/?${query}`)).json()).items
    const [before, summary] = [
      await list(),
      await (await world.request('/api/invoices/status-summary/')).json(),
    ]
    expect(await settleInvoices(world.deps, async () => true)).toBe(2)
    expect(await list()).toEqual(before)
    expect(await (await world.request('/api/invoices/status-summary/')).json()).toEqual(summary)
    expect(await world.client`select from fresh_invoices`).toHaveLength(0)
    for (const query of [
      'q=ano+77',
      'q=111111111',
      'q=11111111-1',
      'q=2025-08&status=processed',
      'source=batch&q=1.05',
    ])
      expect((await list(query)).map((each: { filename: string }) => each.filename)).toContain('Año-77')
    expect(await settleInvoices(world.deps, async () => true)).toBe(0)
  })

  test('while others are stored, deleted and counted', async () => {
    const total = 2_000
    const accepting = Promise.all(
      Array.from({ length: 20 }, (_, at) => send(facturas(numbered(`S${at}`, total / 20)))),
    )
    await accepting
    let goOn = true
    const settling = (async () => {
      while (goOn) await settleInvoices(world.deps, async () => true)
    })()
    await Promise.all([store(), store()])
    const ids = (await invoices()).map(({ id }) => id)
    const deleted = await Promise.all(
      ids.slice(0, 20).map((id) => world.request(`/api/invoices/${id}`, { method: 'DELETE' })),
    )
    goOn = false
    await settling
    expect(deleted.map(({ status }) => status)).toEqual(Array(20).fill(204))
    const [counts] = await world.client`
      select (select count(*)::int from invoices) as rows, (select sum(invoices)::int from invoice_counts) as counted`
    expect(counts).toEqual({ rows: total - 20, counted: total - 20 })
  })

  test('the first of two alike may go; the second then stands alone', async () => {
    await send(facturas(['A', 'A']))
    await store()
    const [first, second] = await invoices()
    await world.request(`/api/invoices/${first!.id}`, { method: 'DELETE' })
    expect((await invoices()).map(({ id, first }) => [id, first])).toEqual([[second!.id, null]])
  })
})

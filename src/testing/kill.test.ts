import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Sql } from 'postgres'
import { bounds } from '../config.ts'
import { ask, findFaults, insist, makeDocuments, send, until, upload } from './load.ts'
import { killPostgres, makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(60_000)

const dataDir = makeDataDir()
let documents: Awaited<ReturnType<typeof makeDocuments>>
let server: Server
let sql: Sql

beforeAll(async () => {
  documents = await makeDocuments()
  server = await startServer(dataDir)
  sql = openDatabase(dataDir)
})
afterAll(stopServers)

/** Uploads from a few clients at once, for as long as `meanwhile` takes; every one of them insists. */
async function uploadWhile(meanwhile: () => Promise<unknown>, clients = 3) {
  const ids: number[] = []
  const seen = new Set<number>()
  let over = false
  const client = async () => {
    while (!over) ids.push(await insist(() => server, documents.text(), seen))
  }
  const all = Promise.all(Array.from({ length: clients }, client))
  try {
    await Promise.race([meanwhile(), all])
  } finally {
    over = true
  }
  await all
  return { ids, seen }
}

const atAnyMoment = () => Bun.sleep(200 + Math.random() * 500)

/** A scan whose reading has begun, and goes on for seconds. */
async function scanBeingRead(pages = 8) {
  const { body } = await upload(server, await documents.scan(pages))
  const { id } = body.accepted[0]
  await until(async () => (await invoice(id)).pages_read > 1)
  return id as number
}

const invoice = async (id: number) => (await sql`select * from invoices where id = ${id}`)[0]!

test('kill -9 of the server while documents arrive: each that was accepted comes through, once', async () => {
  const { ids, seen } = await uploadWhile(async () => {
    for (let round = 0; round < 3; round++) {
      await atAnyMoment()
      await server.kill()
      server = await server.restart()
    }
  })
  expect(seen).toContain(0)
  // the clients sent more than what each of them was just sending
  expect(ids.length).toBeGreaterThan(3)
  expect(await findFaults(sql, ids)).toEqual([])
})

test('kill -9 of server and database: the same', async () => {
  const { ids } = await uploadWhile(async () => {
    for (let round = 0; round < 2; round++) {
      await atAnyMoment()
      await Promise.all([server.kill(), killPostgres(dataDir)])
      server = await server.restart()
    }
  })
  expect(await findFaults(sql, ids)).toEqual([])
})

test('kill -9 of the database under load: the server stays, and what was acknowledged is there', async () => {
  const { pid } = server
  const ready = await Promise.all(
    Array.from({ length: 40 }, () => insist(() => server, documents.text(), new Set())),
  )
  expect(await findFaults(sql, [])).toEqual([])
  const desks = [review(ready.slice(0, 20)), review(ready.slice(20))]
  let killed = 0
  const { ids, seen } = await uploadWhile(async () => {
    for (const afterwards of [1_000, 3_000]) {
      await Bun.sleep(1_000)
      killed = performance.now()
      await killPostgres(dataDir)
      await Bun.sleep(afterwards)
    }
  }, 2)
  const told = await Promise.all(desks.map((desk) => desk.finish()))
  for (const { faults, statuses } of told) {
    expect(faults).toEqual([])
    expect([...statuses].filter((status) => status >= 300 && status !== 503)).toEqual([])
  }
  expect([...seen].filter((status) => ![0, 202, 409, 503].includes(status))).toEqual([])
  expect(await findFaults(sql, ids)).toEqual([])
  expect([server.isAlive, server.pid]).toEqual([true, pid])
  const answers = told.flatMap(({ answered }) => answered)
  const rate = (from: number) => answers.filter((at) => at > from && at < from + 1_000).length
  // it is back at work; how fast depends on what else this machine does just then
  expect(rate(killed + 2_000)).toBeGreaterThan(rate(killed - 1_000) / 4)
})

/** Somebody who edits one invoice after the other, and now and then confirms one, and remembers every answer. */
function review(ids: number[]) {
  const statuses = new Set<number>()
  const answered: number[] = []
  const orders = new Map(ids.map((id) => [id, new Set<string | null>([null])]))
  const confirmed: number[] = []
  let over = false

  const change = async (id: number, path: string, method: string, json: object) => {
    const { status } = await send(server, `/api/invoices/${id}/${path}`, method, json)
    statuses.add(status)
    if (status === 200) answered.push(performance.now())
    return status === 200
  }
  const edit = async (id: number, order: string) => {
    const possible = orders.get(id)!.add(order)
    // without an answer nobody knows which of them it is now
    if (await change(id, 'preview', 'PATCH', { purchase_order: order })) orders.set(id, new Set([order]))
    return possible
  }
  const work = async () => {
    const open = [...ids]
    for (let round = 1; !over; round++) {
      for (const id of open) if (!over) await edit(id, `P-${round}`)
      if (round % 3 || open.length < 2) continue
      const id = open.shift()!
      if (await change(id, 'confirm', 'POST', { force: true })) confirmed.push(id)
    }
  }
  const working = work()
  return {
    async finish() {
      over = true
      await working
      const rows = await sql`
        select id::int, status, coalesce(final_data, preview_data)->>'purchase_order' as "order" from invoices
        where id = any(${ids})`
      const faults = rows.filter(
        (row) =>
          !orders.get(row.id)!.has(row.order) || (confirmed.includes(row.id) && row.status !== 'processed'),
      )
      return { faults, statuses, answered, confirmed }
    },
  }
}

test('what the dead server was reading goes on as soon as there is one again', async () => {
  const id = await scanBeingRead()
  const before = await invoice(id)
  await server.kill()
  server = await server.restart()
  const began = performance.now()
  await until(async () => (await invoice(id)).held_by !== before.held_by)
  expect(performance.now() - began).toBeLessThan(3_000)
  expect(await findFaults(sql, [id])).toEqual([])
  const again = await sql`select count(*)::int from page_words where sha256 = ${before.sha256}`
  expect(again[0]!.count).toBe(8)
})

test('SIGTERM while a document is read: it ends well, hands the work back, and the next start finishes it', async () => {
  // more than it waits for
  const id = await scanBeingRead(30)
  const { code, ms } = await server.stop()
  expect(code).toBe(0)
  expect(ms).toBeLessThan(20_000)
  expect(server.output()).toContain('"handed back"')
  server = await server.restart()
  sql = openDatabase(dataDir)
  const [job] = await sql`
    select retry_limit - retry_count as left from pgboss.job
    where name = 'read-document' and data->>'invoiceId' = ${String(id)}`
  expect(job!.left).toBe(bounds.jobAttempts - 1)
  expect(await findFaults(sql, [id])).toEqual([])
})

test('a document that ends the process again and again is given up', async () => {
  const id = await scanBeingRead()
  await sql`update settled_invoices set attempts = 12 where id = ${id}`
  await server.kill()
  server = await server.restart()
  await until(async () => (await invoice(id)).status === 'failed')
  expect((await invoice(id)).error.code).toBe('GAVE_UP')
  await server.request(`/api/invoices/${id}`, { method: 'DELETE' })
})

test('deleting an invoice while it is read stops the reading at the next page, and nothing of it stays', async () => {
  const id = await scanBeingRead()
  const { sha256 } = await invoice(id)
  expect((await ask(server, `/api/invoices/${id}`, { method: 'DELETE' })).status).toBe(204)
  const began = performance.now()
  await until(async () => {
    const [job] = await sql`
      select state from pgboss.job where name = 'read-document' and data->>'invoiceId' = ${String(id)}`
    return job!.state === 'completed'
  })
  expect(performance.now() - began).toBeLessThan(4_000)
  await until(async () => !(await sql`select from page_words where sha256 = ${sha256}`).length)
  await until(
    async () => !(await Bun.file(`${dataDir}/files/documents/${sha256.slice(0, 2)}/${sha256}`).exists()),
  )
  const log = await ask(server, `/api/invoices/${id}/log`)
  expect(log.body.items.at(-1).action).toBe('delete')
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Sql } from 'postgres'
import { fates, makeDocuments, until, upload } from './load.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(60_000)

const dataDir = makeDataDir()
let documents: Awaited<ReturnType<typeof makeDocuments>>
let web: Server
let first: Server
let sql: Sql

beforeAll(async () => {
  documents = await makeDocuments()
  web = await startServer(dataDir, { ROLE: 'web' })
  first = await startServer(dataDir, { ROLE: 'worker' })
  sql = openDatabase(dataDir)
})
afterAll(stopServers)

interface Event {
  id: number
  type: string
  at: string
  invoice_id: number
  status?: string
}

/** Everything a socket is told, each with how long it was under way. */
function listen(server: Server, query = '') {
  const heard: (Event & { lateMs: number })[] = []
  const socket = server.socket(query)
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data)
    heard.push({ ...event, lateMs: Date.now() - Date.parse(event.at) })
  }
  const open = new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  return { heard, open, close: () => socket.close() }
}

const invoice = async (id: number) => (await sql`select * from invoices where id = ${id}`)[0]!

async function send(pages: number) {
  const { body } = await upload(web, pages ? await documents.scan(pages) : documents.text())
  return body.accepted[0].id as number
}

test('what web takes in, a worker reads; the socket on web hears of it within a second, and replays it', async () => {
  const live = listen(web)
  await live.open
  const id = await send(0)
  await until(async () => live.heard.some(({ status }) => status === 'waiting_validation'))
  const steps = live.heard.filter(
    (event) => event.invoice_id === id && event.type === 'invoice_status_update',
  )
  expect(steps.map(({ status }) => status)).toEqual(['processing', 'processing', 'waiting_validation'])
  expect(Math.max(...steps.map(({ lateMs }) => lateMs))).toBeLessThan(1_000)

  const later = listen(web, `?since=${steps[0]!.id}`)
  await until(async () => later.heard.length >= live.heard.length - 1)
  expect(later.heard.map((event) => event.id)).toEqual(live.heard.slice(1).map((event) => event.id))
  live.close()
  later.close()
})

test('kill -9 of a worker while it reads: another takes over within 30 s, and gives up what always ends so', async () => {
  const [survives, deadly] = [await send(3), await send(3)]
  const reading = sql`
    select id from invoices where id in ${sql([survives, deadly])} and held_by is not null and stage = 'reading'`
  await until(async () => (await sql`${reading}`).length === 2)
  await startServer(dataDir, { ROLE: 'worker' })
  await sql`
    update pgboss.job set retry_limit = retry_count
    where name = 'read-document' and data->>'invoiceId' = ${String(deadly)}`
  await first.kill()
  const began = performance.now()
  await until(async () => (await invoice(survives)).status === 'waiting_validation', 30_000)
  await until(async () => (await invoice(deadly)).status === 'failed', 30_000)
  expect(performance.now() - began).toBeLessThan(30_000)
  expect((await invoice(deadly)).error.code).toBe('GAVE_UP')
  const lives = new Map((await fates(sql)).map(({ id, steps }) => [id, steps]))
  expect(lives.get(survives)).toBe('receive read present')
  expect(lives.get(deadly)).toBe('receive fail')
})

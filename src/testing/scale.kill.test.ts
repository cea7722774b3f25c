import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from '../db/connect.ts'
import { cloneDatabase } from './database.ts'
import { type Document, findFaults, makeDocuments, until } from './load.ts'
import { startS3Server } from './s3-server.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

// Two web and two worker processes that share nothing but a Postgres and an S3 store: each has a data folder of its own.
setDefaultTimeout(120_000)

type Role = 'web' | 'worker'
const machines: { role: Role; server: Server }[] = []
let documents: Awaited<ReturnType<typeof makeDocuments>>
let database: Awaited<ReturnType<typeof cloneDatabase>>
let store: Awaited<ReturnType<typeof startS3Server>>
let sql: ReturnType<typeof connect>

beforeAll(async () => {
  documents = await makeDocuments()
  database = await cloneDatabase()
  store = await startS3Server()
  sql = connect(database.url, { max: 2, statementMs: 20_000 })
  const { endpoint, bucket, credentials } = store.settings
  const shared = {
    DATABASE_URL: database.url,
    STORAGE_URL: `s3://${bucket}/folio`,
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY_ID: credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    DATABASE_CONNECTIONS: '4',
  }
  for (const role of ['web', 'web', 'worker', 'worker'] as const)
    machines.push({ role, server: await startServer(makeDataDir(), { ...shared, ROLE: role }) })
})
afterAll(async () => {
  await stopServers()
  await sql?.end({ timeout: 1 })
  await store?.stop()
  await database?.drop()
})

const webs = () => machines.filter(({ role }) => role === 'web').map(({ server }) => server)

/** A client that is told of an address that answers, as behind a balancer: any of the web processes that live. */
let turn = 0
const anyWeb = () => {
  const alive = webs().filter(({ isAlive }) => isAlive)
  return alive[turn++ % alive.length]!
}

interface Told {
  id: number
  type: string
  at: string
  invoice_id?: number
  status?: string
}

const pagesOpen = new Set<{ close(): void }>()
afterEach(() => {
  for (const page of pagesOpen) page.close()
  pagesOpen.clear()
})

/** A page that is open on one process, and comes back to any other when its socket is closed, from where it was. */
function openPage(first: Server) {
  const heard: (Told & { lateMs: number })[] = []
  const closes: number[] = []
  let since: number | undefined
  let over = false
  let socket: WebSocket
  const open = (server: Server) => {
    socket = server.socket(since === undefined ? '' : `?since=${since}`)
    const began = Date.now()
    socket.onmessage = ({ data }) => {
      const event: Told = JSON.parse(data)
      since = event.id
      heard.push({ ...event, lateMs: Date.now() - Math.max(began, Date.parse(event.at)) })
    }
    let wasOpen = false
    socket.onclose = async ({ code }) => {
      if (wasOpen) closes.push(code)
      await Bun.sleep(50)
      if (!over) open(anyWeb())
    }
    return new Promise<void>((resolve) => {
      socket.onopen = () => {
        wasOpen = true
        resolve()
      }
    })
  }
  const isOpen = open(first)
  pagesOpen.add({
    close() {
      over = true
      socket.close()
    },
  })
  return { heard, closes, isOpen }
}

/** Sends one document until it is taken; each time over a connection of its own, so that what breaks is an upload. */
async function insist(document: Document, seen: Set<number | string>): Promise<number> {
  for (const end = Date.now() + 30_000; Date.now() < end; await Bun.sleep(20)) {
    const body = new FormData()
    body.append('files', new File([document.bytes], document.name))
    const init = { method: 'POST', body, keepalive: false }
    const answer = await anyWeb()
      .request('/api/invoices/ocr', init)
      .catch((error) => error)
    seen.add(answer.status ?? answer.code)
    if (answer.status === 202) return (await answer.json()).accepted[0].id
    if (answer.status === 409) return (await answer.json()).duplicate_of
  }
  throw new Error(`${document.name} was not taken within 30 s: ${[...seen]}`)
}

/** A few clients send documents for as long as something else lasts, and insist on each. */
async function sendWhile(meanwhile: () => Promise<unknown>) {
  const ids: number[] = []
  const seen = new Set<number | string>()
  let over = false
  const client = async () => {
    // with a breath in between: starting takes longer where every core is busy
    for (; !over; await Bun.sleep(100)) ids.push(await insist(documents.text(), seen))
  }
  const clients = Promise.all([client(), client()])
  try {
    await Promise.race([meanwhile(), clients])
  } finally {
    over = true
  }
  await clients
  return { ids, seen }
}

const allSettled = () =>
  until(async () => !(await sql`select from invoices where status = 'processing' limit 1`).length, 60_000)

test('what one web process signs, the other accepts; what one takes in, the other shows', async () => {
  const [a, b] = webs() as [Server, Server]
  const id = await insist(documents.text(), new Set())
  await allSettled()
  const headers = { Authorization: `Bearer ${a.token}` }
  const asked = await fetch(`${b.address}/api/invoices/${id}`, { headers })
  expect([asked.status, (await asked.json()).status]).toEqual([200, 'waiting_validation'])
  const picture = await fetch(`${b.address}/api/invoices/${id}/pages/1.webp`, { headers })
  expect(picture.headers.get('content-type')).toBe('image/webp')
  const original = await fetch(`${b.address}/api/invoices/${id}/download`, { headers })
  expect(await original.text()).toStartWith('%PDF-')
})

test('each process is killed in turn: nothing is lost or done twice, and pages hear everything in order', async () => {
  const pages = webs().map(openPage)
  await Promise.all(pages.map(({ isOpen }) => isOpen))
  const [before] = await sql`select coalesce(max(id), 0)::int as id from events`
  const { ids, seen } = await sendWhile(async () => {
    for (const machine of machines) {
      await Bun.sleep(300 + Math.random() * 300)
      await machine.server.kill()
      machine.server = await machine.server.restart()
    }
  })
  expect(ids.length).toBeGreaterThan(10)
  expect(seen).toContain(202)
  await allSettled()
  expect(await findFaults(sql, ids)).toEqual([])

  const told = (await sql`select id::int from events where id > ${before!.id} order by id`).map(
    ({ id }) => id,
  )
  for (const page of pages) {
    await until(async () => page.heard.at(-1)?.id === told.at(-1))
    expect(page.heard.map(({ id }) => id)).toEqual(told)
  }
})

test('what happens is on the pages of both within a second', async () => {
  const pages = webs().map(openPage)
  await Promise.all(pages.map(({ isOpen }) => isOpen))
  const id = await insist(documents.text(), new Set())
  for (const { heard } of pages) {
    const mine = () => heard.filter((event) => event.invoice_id === id)
    await until(async () => mine().some(({ status }) => status === 'waiting_validation'))
    expect(Math.max(...mine().map(({ lateMs }) => lateMs))).toBeLessThan(1_000)
  }
})

test('a rolling restart: no upload is dropped, no job is lost, and pages come back', async () => {
  const pages = webs().map(openPage)
  await Promise.all(pages.map(({ isOpen }) => isOpen))
  const scan = await insist(await documents.scan(2), new Set())
  const { ids, seen } = await sendWhile(async () => {
    for (const machine of machines) {
      const { code, ms } = await machine.server.stop()
      expect([machine.role, code]).toEqual([machine.role, 0])
      expect(ms).toBeLessThan(20_000)
      machine.server = await machine.server.restart()
    }
  })
  await allSettled()
  expect(await findFaults(sql, [...ids, scan])).toEqual([])
  // whoever was under way was answered; who came too late found nobody, or somebody who was just closing
  const tooLate = ['ECONNREFUSED', 'ConnectionRefused', 'ECONNRESET']
  expect([...seen].filter((how) => how !== 202 && !tooLate.includes(String(how)))).toEqual([])
  for (const page of pages) {
    expect(new Set(page.closes)).toEqual(new Set([1012]))
    const last = await insist(documents.text(), new Set())
    await until(async () =>
      page.heard.some(({ invoice_id, status }) => invoice_id === last && status === 'waiting_validation'),
    )
  }
})

test('each process keeps to its number of connections, and the hourly work is scheduled once', async () => {
  const names = machines.map(({ server }) => `folio:${server.pid}`)
  const connections = await sql`
    select application_name as name, count(*)::int as count from pg_stat_activity
    where application_name in ${sql(names)} group by 1`
  expect(connections.length).toBe(machines.length)
  for (const { count } of connections) expect(count).toBeLessThanOrEqual(4 + 7)
  expect(await sql`select name from pgboss.schedule group by name having count(*) > 1`).toHaveLength(0)
})

test('work is kept apart by queue', async () => {
  const [first, second] = machines.filter(({ role }) => role === 'worker')
  await first!.server.stop()
  await second!.server.stop()
  first!.server = await first!.server.restart({ QUEUES: '-extract-invoice' })
  const id = await insist(documents.text(), new Set())
  await until(async () => (await sql`select from invoices where id = ${id} and stage = 'extracting'`).length)
  expect(await sql`select from pgboss.job where name = 'extract-invoice' and state = 'created'`).toHaveLength(
    1,
  )
  second!.server = await second!.server.restart({ QUEUES: 'extract-invoice' })
  await allSettled()
  expect(await findFaults(sql, [id])).toEqual([])
})

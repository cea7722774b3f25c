import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import type { Sql } from 'postgres'
import { ask, until } from './load.ts'
import { killPostgres, makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(90_000)

const dataDir = makeDataDir()
let web: Server
let all: Server
let sql: Sql

beforeAll(async () => {
  all = await startServer(dataDir)
  web = await startServer(dataDir, { ROLE: 'web' })
  sql = openDatabase(dataDir)
})
afterAll(stopServers)

interface Parcel {
  key: string
  numbers: string[]
}

let made = 0
function makeParcel(size: number): Parcel {
  const key = `${process.pid}-${++made}`
  return { key, numbers: Array.from({ length: size }, (_, at) => `K-${key}-${at}`) }
}

const post = (server: Server, { key, numbers }: Parcel, headers: Record<string, string> = {}) =>
  ask(server, '/facturas/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...headers },
    body: JSON.stringify(
      numbers.map((numero_factura) => ({
        numero_factura,
        rut_cliente: '76192083-9',
        monto: 10.01,
        fecha_emision: '2025-08-24',
      })),
    ),
  })

/** Sends as a client does that wants its batch to arrive: with the same key, until it is told that it did. */
async function insist(server: () => Server, parcel: Parcel, told: Map<number, number>) {
  for (const end = Date.now() + 30_000; Date.now() < end; await Bun.sleep(10)) {
    const { status } = await post(server(), parcel)
    told.set(status, (told.get(status) ?? 0) + 1)
    if (status === 202 || status === 409) return parcel
    if (status !== 0 && status !== 503) throw new Error(`${status}`)
  }
  throw new Error(`${parcel.key} was not taken within 30 s`)
}

/** Batches from some clients at once for as long as `meanwhile` takes. */
async function sendWhile(server: () => Server, meanwhile: () => Promise<unknown>) {
  const told = new Map<number, number>()
  const sent: Parcel[] = []
  let over = false
  const client = async (size: number) => {
    while (!over) sent.push(await insist(server, makeParcel(size), told))
  }
  const clients = Promise.all([1, 1, 1, 40, 40, 1_000, 2_500].map(client))
  try {
    await Promise.race([meanwhile(), clients])
  } finally {
    over = true
  }
  await clients
  return { sent, told }
}

/** What became of everything that was promised: lost, done twice, or not counted; and the log of the queue. */
async function findFaults(sent: Parcel[]) {
  await until(async () => !(await sql`select from parcels limit 1`).length, 60_000)
  const numbers = sent.flatMap((parcel) => parcel.numbers)
  const keys = sent.map(({ key }) => key)
  const [found] = await sql`
    with mine as (
      select (answer->>'batch_id')::bigint as id from idempotency_keys where key = any(${keys})
    ), stored as (
      select invoice_number, status, batch_id from invoices where batch_id in (select id from mine)
    )
    select (select count(*)::int from stored) as stored, (select count(distinct invoice_number)::int from stored) as distinct,
      (select count(*)::int from stored where status <> 'processed') as doubtful,
      (select count(*)::int from mine) as keys,
      (select count(*)::int from batches where id in (select id from mine) and finished_at is null) as unfinished,
      (select count(*)::int from batches join mine using (id) where total <> processed) as miscounted,
      (select count(*)::int from batches where not exists (
        select from idempotency_keys where (answer->>'batch_id')::bigint = batches.id)) as unclaimed`
  const expected = { stored: numbers.length, distinct: numbers.length, keys: keys.length }
  return Object.entries({ doubtful: 0, unfinished: 0, miscounted: 0, unclaimed: 0, ...expected })
    .filter(([name, count]) => found![name] !== count)
    .map(([name, count]) => `${name}: ${found![name]} and not ${count}`)
}

const atAnyMoment = () => Bun.sleep(150 + Math.random() * 500)

test('of two hundred requests with one key at two processes, one is accepted', async () => {
  const parcel = makeParcel(50)
  const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => post(at % 2 ? web : all, parcel)))
  const accepted = answers.filter(({ status }) => status === 202)
  expect(accepted).toHaveLength(1)
  const [first] =
    await sql`select (answer->>'batch_id')::int as id from idempotency_keys where key = ${parcel.key}`
  for (const { status, body } of answers)
    if (status !== 202) expect([status, body.batch_id, body.payload_matches]).toEqual([409, first!.id, true])
  expect(await findFaults([parcel])).toEqual([])
})

test('what one process took in, another works on, and sockets on both hear of it within a second', async () => {
  const heard = [web, all].map((server) => {
    const socket = server.socket()
    const events: { batch_id: number; status: string; at: string; lateMs: number }[] = []
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(data)
      if (event.type === 'batch_progress')
        events.push({ ...event, lateMs: Date.now() - Date.parse(event.at) })
    }
    return { socket, events, open: new Promise((resolve) => (socket.onopen = resolve)) }
  })
  await Promise.all(heard.map(({ open }) => open))
  const began = performance.now()
  const parcel = makeParcel(3)
  expect((await post(web, parcel)).status).toBe(202)
  for (const { events } of heard) {
    const done = await until(async () => events.find(({ status }) => status === 'done'))
    expect(done.lateMs).toBeLessThan(1_000)
  }
  expect(performance.now() - began).toBeLessThan(3_000)
  for (const { socket } of heard) socket.close()
  expect(await findFaults([parcel])).toEqual([])
})

describe('kill -9 while batches come in: nothing promised is lost, nothing is done twice', () => {
  test('of the server', async () => {
    const { sent, told } = await sendWhile(
      () => all,
      async () => {
        for (let round = 0; round < 3; round++) {
          await atAnyMoment()
          await all.kill()
          all = await all.restart()
        }
      },
    )
    expect(told.get(0) ?? 0).toBeGreaterThan(0)
    expect(await findFaults(sent)).toEqual([])
  })

  test('of the database', async () => {
    const { sent, told } = await sendWhile(
      () => all,
      async () => {
        for (let round = 0; round < 3; round++) {
          await atAnyMoment()
          await killPostgres(dataDir)
          await Bun.sleep(1_500)
        }
      },
    )
    expect([...told.keys()].filter((status) => ![0, 202, 409, 503].includes(status))).toEqual([])
    expect(all.isAlive).toBe(true)
    expect(await findFaults(sent)).toEqual([])
  })

  test('of the only worker, while another process takes in', async () => {
    const { sent } = await sendWhile(
      () => web,
      async () => {
        for (let round = 0; round < 2; round++) {
          await atAnyMoment()
          await all.kill()
          all = await all.restart()
        }
      },
    )
    expect(await findFaults(sent)).toEqual([])
  })

  test('of everything', async () => {
    const { sent } = await sendWhile(
      () => all,
      async () => {
        for (let round = 0; round < 2; round++) {
          await atAnyMoment()
          await Promise.all([web.kill(), all.kill(), killPostgres(dataDir)])
          all = await all.restart()
          web = await web.restart()
          sql = openDatabase(dataDir)
        }
      },
    )
    expect(await findFaults(sent)).toEqual([])
  })
})

test('a crash between the commit and the answer is revealed by the same key', async () => {
  const parcel = makeParcel(5)
  // the statement that accepts it waits for this lock, and commits when the client has already lost its server
  const holder = await sql.reserve()
  await holder`begin`
  await holder`lock table batches in access exclusive mode`
  const answer = post(all, parcel)
  await until(
    async () => (await sql`select from pg_stat_activity where wait_event_type = 'Lock' limit 1`).length > 0,
  )
  await all.kill()
  await holder`commit`
  holder.release()
  expect((await answer).status).toBe(0)
  all = await all.restart()
  const { status, body } = await post(all, parcel)
  if (status === 409) expect(body.payload_matches).toBe(true)
  else expect(status).toBe(202)
  expect(await findFaults([parcel])).toEqual([])
  const again = await post(all, parcel, { Prefer: 'idempotent-replay' })
  expect(again).toMatchObject({ status: 202, body: { status: 'OK' } })
})

test('SIGTERM in the middle of much work ends well, and the next start goes on where it was', async () => {
  await web.stop()
  const parcels = Array.from({ length: 12 }, () => makeParcel(10_000))
  await Promise.all(parcels.map((parcel) => post(all, parcel)))
  const { code, ms } = await all.stop()
  expect([code, ms < 20_000]).toEqual([0, true])
  all = await all.restart()
  sql = openDatabase(dataDir)
  expect(await findFaults(parcels)).toEqual([])
})

const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0

test.skipIf(!hasRequests)('the example of the old documentation works as it is', async () => {
  const open = await startServer(makeDataDir(), { AUTH: 'off' })
  const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(open.output())!
  const example = `
import requests
import json

url = "${address}/facturas/"
headers = {
    "Content-Type": "application/json",
    "Idempotency-Key": "mi-transaccion-unica-456"
}

data = [
    {
        "numero_factura": "F-003",
        "rut_cliente": "33333333-3",
        "monto": 750.25,
        "fecha_emision": "2025-08-24"
    }
]

response = requests.post(url, headers=headers, data=json.dumps(data))
print(f"Status: {response.status_code}")
print(f"Response: {response.json()}")
`
  const run = () => spawnSync('python3', ['-c', example], { encoding: 'utf8' })
  const { stdout, stderr } = run()
  expect(stderr).toBe('')
  expect(stdout).toBe(
    "Status: 202\nResponse: {'status': 'OK', 'detail': '1 factura recibida y encolada para procesamiento.'}\n",
  )
  expect(run().stdout).toStartWith('Status: 409\n')
})

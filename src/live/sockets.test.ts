import { afterAll, beforeAll, expect, setSystemTime, test } from 'bun:test'
import { websocket } from 'hono/bun'
import { createBearer } from '../accounts/bearer.ts'
import { openSession } from '../accounts/sessions.ts'
import { bounds } from '../config.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let server: ReturnType<typeof Bun.serve>
beforeAll(async () => {
  world = await openWorld()
  server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: world.app.fetch, websocket })
})
afterAll(async () => {
  await server.stop(true)
  await world.close()
})

interface Heard {
  id: number
  type: string
  invoice_id?: number
  status?: string
}

/** A client that keeps what it hears and can wait for more. */
async function listen(as: World['ana'], query = '', headers?: Record<string, string>) {
  const bearer = { Authorization: `Bearer ${await createBearer(as.subject, 60, world.secret)}` }
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws${query}`, {
    headers: headers ?? bearer,
  } as unknown as string)
  const heard: Heard[] = []
  let wake = () => {}
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(String(data)))
    wake()
  }
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code)
  })
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const until = async (count: number) => {
    while (heard.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    return heard
  }
  return { socket, heard, until, closed }
}

test('what happens is heard in order, by whom it concerns', async () => {
  const [ana, ulises] = [await listen(world.ana), await listen(world.ulises)]
  const first = await world.receive('of ana')
  const second = await world.receive('of ulises', world.ulises)
  expect((await ana.until(2)).map((event) => [event.type, event.invoice_id, event.status])).toEqual([
    ['invoice_status_update', first.id, 'processing'],
    ['invoice_status_update', second.id, 'processing'],
  ])
  expect((await ulises.until(1)).map((event) => event.invoice_id)).toEqual([second.id])
  ana.socket.close()
  ulises.socket.close()
})

test('what was missed comes first, and nothing twice', async () => {
  const before = await listen(world.ana)
  await world.receive('seen')
  const [{ id: seen }] = (await before.until(1)) as [Heard]
  before.socket.close()
  const missed = await Promise.all(['m1', 'm2', 'm3'].map((text) => world.receive(text)))
  const again = await listen(world.ana, `?since=${seen}`)
  const more = await Promise.all(['n1', 'n2'].map((text) => world.receive(text)))
  const heard = await again.until(5)
  expect(heard.map((event) => event.invoice_id).sort()).toEqual(
    [...missed, ...more].map(({ id }) => id).sort(),
  )
  expect(heard.map((event) => event.id)).toEqual([...heard.map((event) => event.id)].sort((a, b) => a - b))
  again.socket.close()
})

test('nothing is lost while many things happen and the listener’s connection breaks', async () => {
  const client = await listen(world.ana)
  const pushing = Promise.all(Array.from({ length: 30 }, (_, index) => world.receive(`burst ${index}`)))
  await world.client`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()`
  const received = await pushing
  const heard = await client.until(30)
  expect(new Set(heard.map((event) => event.invoice_id))).toEqual(new Set(received.map(({ id }) => id)))
  client.socket.close()
})

test('a restart says so with the code on which clients come back', async () => {
  const { closed } = await listen(world.ana)
  world.closeSockets()
  expect(await closed).toBe(1012)
})

test('who is nobody, or no socket, is refused', async () => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/ws`)
  expect(answer.status).toBe(401)
  expect((await world.request('/ws')).status).toBe(400)
})

test('who is signed out hears nothing more, and is told so', async () => {
  const { token } = await openSession(world.db, world.rita.id, '')
  const headers = { Cookie: `folio_session=${token}`, Origin: `http://127.0.0.1:${server.port}` }
  const rita = await listen(world.rita, '', headers)
  await world.receive('still heard')
  await rita.until(1)
  await world.client`delete from sessions`
  setSystemTime(Date.now() + bounds.socketTrustMs + 1)
  try {
    await world.receive('not heard')
    expect(await rita.closed).toBe(1008)
  } finally {
    setSystemTime()
  }
  expect(rita.heard).toHaveLength(1)
})

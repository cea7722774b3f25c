import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { ask, until } from './load.ts'
import { cutPicture, makeReceipt } from './make-receipt.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(120_000)

const dataDir = makeDataDir()
const parts: Uint8Array<ArrayBuffer>[] = []
let web: Server
let worker: Server
beforeAll(async () => {
  const receipt = await makeReceipt()
  parts.push(await cutPicture(receipt, 0, 0.5), await cutPicture(receipt, 0.4, 1))
  web = await startServer(dataDir, { ROLE: 'web' })
  worker = await startServer(dataDir, { ROLE: 'worker' })
})
afterAll(() => stopServers())

function send(image: Uint8Array<ArrayBuffer>, session_id?: string) {
  const body = new FormData()
  body.append('image', new File([image], 'foto.jpg'))
  body.append('action', session_id ? 'retry' : 'initial')
  if (session_id) body.append('session_id', session_id)
  return ask(web, '/api/v4/invoices/ocr-process', { method: 'POST', body })
}

test('what web takes in a worker reads, and a worker killed in the middle costs neither the attempt nor the answer', async () => {
  const sql = openDatabase(dataDir)
  const first = await send(parts[0]!)
  expect(first.body).toMatchObject({ attempt_count: 1, status: 'needs_retry' })
  const { session_id } = first.body

  const answer = send(parts[1]!, session_id)
  await until(async () => {
    const [attempt] = await sql`
      select held_by from capture_attempts where session_id = ${session_id} and attempt = 2`
    return attempt?.held_by
  })
  await worker.kill()
  worker = await worker.restart()
  expect((await answer).body).toMatchObject({ attempt_count: 2, status: 'complete', missing_fields: [] })

  const [facts] = await sql`
    select (select count(*)::int from invoices where source = 'session') as invoices,
      (select count(*)::int from analytics.ocr_token_usage where session_id = ${session_id}) as used`
  expect(facts).toEqual({ invoices: 1, used: 2 })
})

test('killed while it answers, web leaves the session to be gone on with', async () => {
  const sql = openDatabase(dataDir)
  const newest = () => sql`select id, status from capture_sessions order by created_at desc limit 1`
  const before = (await newest())[0]?.id
  const broken = send(parts[0]!)
  await until(async () => (await newest())[0]?.id !== before)
  await web.kill()
  expect((await broken).status).toBe(0)
  web = await web.restart()
  const [{ id } = { id: '' }] = await newest()
  await until(async () => (await newest())[0]?.status === 'needs_retry')
  expect((await send(parts[1]!, id)).body).toMatchObject({ attempt_count: 2, status: 'complete' })
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { makeDocuments, send, until } from './load.ts'
import { startReceiver } from './receiver.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

// What comes in by itself and who is told of it, while the process is killed again and again.
setDefaultTimeout(90_000)

const dataDir = makeDataDir()
const folder = join(dataDir, '../scans')
let receiver: Awaited<ReturnType<typeof startReceiver>>
let server: Server
let sql: Sql
beforeAll(async () => {
  receiver = await startReceiver()
  await mkdir(folder, { recursive: true })
  // where the same document may come twice, a file that is taken twice would show
  server = await startServer(dataDir, { WATCH_DIR: folder, WEBHOOKS_PRIVATE: 'on', DUPLICATES: 'allow' })
  sql = openDatabase(dataDir)
})
afterAll(async () => {
  await stopServers()
  receiver?.stop()
})

const filesIn = async (name: string) =>
  (await readdir(join(folder, name))).filter((each) => each.endsWith('.pdf'))

test('kill -9 while files are taken in: each is an invoice once, is moved, and is told of', async () => {
  await send(server, '/api/webhooks', 'POST', { url: receiver.url, types: ['invoice.received'] })
  const documents = await makeDocuments()
  const count = 40
  for (let i = 0; i < count; i++) {
    const { name, bytes } = documents.text()
    await writeFile(join(folder, `.${name}`), bytes)
    await rename(join(folder, `.${name}`), join(folder, name))
  }
  for (let taken = 5; taken < count; taken += 10) {
    await until(async () => (await filesIn('done')).length >= taken, 60_000)
    await server.kill()
    server = await server.restart()
  }
  await until(async () => (await filesIn('done')).length === count, 60_000)
  expect(await filesIn('.')).toEqual([])
  expect(await filesIn('failed')).toEqual([])
  const [invoices] = await sql`
    select count(*)::int as count, count(distinct sha256)::int as documents from invoices where source = 'folder'`
  expect(invoices).toEqual({ count, documents: count })

  const told = () => new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))
  await until(async () => !(await sql`select from webhook_deliveries where attempts = 0 limit 1`).length)
  await sql`update webhook_deliveries set due_at = now() where status = 'waiting'`
  await until(async () => told().size === count)
  const ids = new Set(receiver.calls.map(({ body }) => JSON.parse(body).data.invoice_id))
  expect(ids.size).toBe(count)
})

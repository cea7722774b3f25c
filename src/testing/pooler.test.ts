import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from '../db/connect.ts'
import { cloneDatabase } from './database.ts'
import { ask, makeDocuments, send, until, upload } from './load.ts'
import { hasPooler, startPooler } from './pooler.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(60_000)

if (!hasPooler) console.warn('No pgbouncer on this machine: what a pooler does to the web is not tested')

describe.skipIf(!hasPooler)('a web process behind a pooler in transaction mode', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>
  let pooler: Awaited<ReturnType<typeof startPooler>>
  let sql: ReturnType<typeof connect>
  let web: Server
  beforeAll(async () => {
    database = await cloneDatabase()
    pooler = await startPooler(database.url)
    sql = connect(database.url, { max: 1, statementMs: 20_000 })
    const dataDir = makeDataDir()
    const direct = { DATABASE_URL: database.url, STORAGE_URL: `file://${dataDir}-documents` }
    const pooled = { ...direct, DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: database.url }
    web = await startServer(dataDir, { ...pooled, ROLE: 'web' })
    await startServer(makeDataDir(), { ...direct, ROLE: 'worker' })
  })
  afterAll(async () => {
    await stopServers()
    await sql?.end({ timeout: 1 })
    await pooler?.stop()
    await database?.drop()
  })

  test('takes in, lists, changes, exports and tells what happens, with many at once on three connections', async () => {
    const documents = await makeDocuments()
    const heard: { invoice_id?: number; status?: string }[] = []
    const socket = web.socket()
    socket.onmessage = ({ data }) => heard.push(JSON.parse(data))
    await new Promise((resolve) => {
      socket.onopen = resolve
    })
    const uploads = await Promise.all(Array.from({ length: 12 }, () => upload(web, documents.text())))
    expect(uploads.map(({ status }) => status)).toEqual(Array(12).fill(202))
    const ids: number[] = uploads.map(({ body }) => body.accepted[0].id)
    await until(async () =>
      ids.every((id) =>
        heard.some((event) => event.invoice_id === id && event.status === 'waiting_validation'),
      ),
    )
    socket.close()

    const factura = {
      numero_factura: 'P-1',
      rut_cliente: '11111111-1',
      monto: 10.5,
      fecha_emision: '2025-08-24',
    }
    const post = (key: number) =>
      ask(web, '/facturas/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `pooled ${key}` },
        body: JSON.stringify([{ ...factura, numero_factura: `P-${key}` }]),
      })
    const batches = await Promise.all(Array.from({ length: 20 }, (_, key) => post(key)))
    expect(batches.map(({ status }) => status)).toEqual(Array(20).fill(202))

    const answers = await Promise.all([
      ...['/api/invoices/', '/api/invoices/?q=factura', '/api/invoices/status-summary/', '/readyz', '/'].map(
        (path) => ask(web, path),
      ),
      ask(web, '/api/invoices/data?format=csv'),
      send(web, `/api/invoices/${ids[0]}/preview`, 'PATCH', { invoice_number: 'changed' }),
      send(web, `/api/invoices/${ids[1]}/reject`, 'POST', { reason: 'no' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    await until(async () => (await sql`select from invoices where source = 'batch'`).length === 20)
    const fates = await sql`
      select status, count(*)::int as count from invoices where id in ${sql(ids)} group by 1 order by 1`
    expect([...fates]).toEqual([
      { status: 'rejected', count: 1 },
      { status: 'waiting_validation', count: 11 },
    ])
    expect(web.output()).not.toContain('prepared statement')
  })

  test('has its own connections for what lasts as long as a session', async () => {
    const sessions = await sql`
      select count(*)::int as count from pg_stat_activity where application_name = ${`folio:${web.pid}`}`
    expect(sessions[0]!.count).toBeLessThanOrEqual(3 + 2)
  })
})

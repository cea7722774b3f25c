import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ask, makeDocuments, until, upload } from './load.ts'
import {
  makeDataDir,
  openDatabase,
  runServer,
  type Server,
  type Settings,
  startServer,
  stopServers,
} from './server.ts'

setDefaultTimeout(60_000)

const mounted: string[] = []
const canMount = process.getuid?.() === 0 && mount(join(makeDataDir(), '..', 'probe'), 'size=1m')
if (!canMount)
  console.warn('Not root, or mounting is not allowed: nothing is tested on a full or read-only disk')

function mount(path: string, options: string) {
  mkdirSync(path, { recursive: true })
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path])
  if (status === 0) mounted.push(path)
  return status === 0
}

afterAll(async () => {
  await stopServers({ keepFiles: true })
  for (const path of mounted) spawnSync('umount', ['-l', path])
  await stopServers()
})

/** What an operator reads: one line on standard error, and no stack. */
const complaint = (output: string) => output.split('\n').filter((line) => line && !line.startsWith('{'))

describe('surroundings that are wrong from the start end it with one line', () => {
  const dataDir = makeDataDir()
  let server: Server
  beforeAll(async () => {
    server = await startServer(dataDir)
  })

  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    const { code, output } = await runServer(dataDir, { PORT: String(port) })
    taken.close()
    expect(complaint(output)).toEqual([
      `folio: PORT ${port} is taken by another program: set PORT to a free one`,
    ])
    expect(code).toBe(69)
  })

  test('a password that the database refuses', async () => {
    const url = new URL(openDatabase(dataDir).url)
    url.password = 'wrong'
    const { code, output } = await runServer(makeDataDir(), { DATABASE_URL: url.href })
    const [line, ...more] = complaint(output)
    expect(line).toMatch(/^folio: The database can't be used: password authentication failed .*DATABASE_URL$/)
    expect(more).toEqual([])
    expect(code).toBe(69)
  })

  test('a database that is not there', async () => {
    const { code, output } = await runServer(makeDataDir(), {
      DATABASE_URL: 'postgres://folio:x@127.0.0.1:9/folio',
    })
    expect(complaint(output)).toHaveLength(1)
    expect(output).toContain('DATABASE_URL')
    expect(code).toBe(69)
  })

  test.skipIf(!canMount).each(['embedded', 'elsewhere'])(
    'a read-only DATA_DIR, the database %s',
    async (where) => {
      const readOnly = makeDataDir()
      mount(readOnly, 'ro,size=1m')
      const settings: Settings = where === 'elsewhere' ? { DATABASE_URL: openDatabase(dataDir).url } : {}
      const { code, output } = await runServer(readOnly, settings)
      expect(complaint(output)).toHaveLength(1)
      expect(output).toContain(`folio: DATA_DIR (${readOnly}`)
      expect(code).toBe(73)
    },
  )

  test('and the Folio that was running does not mind any of it', async () => {
    expect((await ask(server, '/readyz')).body).toMatchObject({ ready: true })
  })
})

test('a table that is missing: every request is answered, and all is well once it is back', async () => {
  const server = await startServer(makeDataDir())
  const sql = openDatabase(server.dataDir)
  const documents = await makeDocuments()
  await sql`alter table audit rename to lost`
  const { status, body } = await upload(server, documents.text())
  expect([status, body.code]).toEqual([503, 'DATABASE_INCOMPLETE'])
  expect(await sql`select from invoices`).toHaveLength(0)
  expect((await ask(server, '/api/invoices/')).status).toBe(200)
  await sql`alter table lost rename to audit`
  const { id } = (await upload(server, documents.text())).body.accepted[0]
  await until(async () => (await ask(server, `/api/invoices/${id}`)).body.status === 'waiting_validation')
  expect(server.isAlive).toBe(true)
})

describe.skipIf(!canMount)('a disk that is full', () => {
  const dataDir = makeDataDir()
  const filler = join(dataDir, 'filler')
  let server: Server
  let documents: Awaited<ReturnType<typeof makeDocuments>>
  beforeAll(async () => {
    mount(dataDir, 'size=250m,mode=711')
    server = await startServer(dataDir)
    documents = await makeDocuments()
  })

  /** Takes all the room but so much. */
  function fill(leaveBytes: number) {
    const { bavail, bsize } = statfsSync(dataDir)
    writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - leaveBytes)))
  }
  const stored = () =>
    readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    )

  test('refuses a document with 503 and leaves no half of it, and takes it once there is room', async () => {
    const scan = await documents.scan(1)
    fill(16_384)
    const { status, body } = await upload(server, {
      ...scan,
      bytes: new Uint8Array([...scan.bytes, ...noise()]),
    })
    expect([status, body.code]).toEqual([503, 'STORAGE_FULL'])
    expect(stored()).toHaveLength(0)
    expect((await ask(server, '/readyz')).status).toBe(503)
    rmSync(filler)
    expect((await upload(server, scan)).status).toBe(202)
  })

  test('survives when the database runs into it too', async () => {
    fill(0)
    const statuses = new Set<number>()
    for (let round = 0; round < 30; round++) {
      const { status, body } = await upload(server, documents.text())
      statuses.add(status)
      if (status !== 202) expect(body).toMatchObject({ status: 503 })
    }
    expect(statuses).toContain(503)
    rmSync(filler)
    const { body } = await until(async () => {
      const answer = await upload(server, documents.text())
      return answer.status === 202 && answer
    })
    const { id } = body.accepted[0]
    await until(async () => (await ask(server, `/api/invoices/${id}`)).body.status === 'waiting_validation')
    expect(server.isAlive).toBe(true)
  })
})

const noise = () => new Uint8Array(1024 * 1024)

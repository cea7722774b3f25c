/**
 * What more workers bring: `bun bench/scale.ts [--workers 1,2,4] [--pages 40] [--facturas 100000]`. One web process takes in
 * scanned pages and batches while nobody works; then 1, 2, 4 workers, each with one thread that reads, do what there is, over
 * one Postgres and one store. Told is how fast that goes, how much one worker does of it, and who used the processors: as
 * long as the database's share is small, another machine with workers is worth as much as the first.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '../src/db/connect.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { readLock } from '../src/db/postmaster.ts'
import { createLog } from '../src/log.ts'
import { makeDocuments, until, upload } from '../src/testing/load.ts'
import { makeDataDir, type Server, startServer, stopServers } from '../src/testing/server.ts'

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2,4' },
    pages: { type: 'string', default: '40' },
    facturas: { type: 'string', default: '100000' },
  },
})
const pages = Number(values.pages)
const batches = Math.ceil(Number(values.facturas) / 10_000)
const patienceMs = 15 * 60_000

const folder = await mkdtemp(join(tmpdir(), 'folio-scale-'))
const documents = await makeDocuments()
console.log(`${availableParallelism()} cores; ${pages} scanned pages, ${batches * 10_000} facturas`)
console.log('workers  pages/min  a worker     x | facturas/s      x | of the CPU: database  web  workers')
let first: { read: number; stored: number } | undefined
try {
  for (const count of values.workers.split(',').map(Number)) {
    const measured = await measure(count)
    first ??= measured
    tell(count, measured, first)
  }
} finally {
  await stopServers()
  await rm(folder, { recursive: true, force: true })
}
process.exit(0)

type Measured = Awaited<ReturnType<typeof measure>>

function tell(count: number, { read, stored, cpu }: Measured, one: { read: number; stored: number }) {
  const sum = cpu.database + cpu.web + cpu.workers
  const share = (seconds: number) => `${((100 * seconds) / sum).toFixed(0)} %`
  console.log(
    [
      String(count).padStart(7),
      read.toFixed(1).padStart(11),
      (read / count).toFixed(1).padStart(10),
      (read / one.read).toFixed(2).padStart(6),
      ' |',
      stored.toFixed(0).padStart(11),
      (stored / one.stored).toFixed(2).padStart(7),
      ' |',
      share(cpu.database).padStart(21),
      share(cpu.web).padStart(5),
      share(cpu.workers).padStart(8),
    ].join(''),
  )
}

/** Everything afresh for each number of workers, so that none finds what another has left. */
async function measure(count: number) {
  const place = join(folder, String(count))
  const embedded = await startEmbedded({ dataDir: place, log: createLog('error') })
  const sql = connect(embedded.url, { max: 1, statementMs: 60_000, applicationName: 'bench' })
  const shared = { DATABASE_URL: embedded.url, STORAGE_URL: `file://${place}/documents`, OCR_WORKERS: '1' }
  const web = await startServer(makeDataDir(), { ...shared, ROLE: 'web' })
  try {
    for (let page = 0; page < pages; page++) await upload(web, await documents.scan(1))
    const workers = await Promise.all(
      Array.from({ length: count }, () =>
        startServer(makeDataDir(), { ...shared, ROLE: 'worker', QUEUES: 'read-document,extract-invoice' }),
      ),
    )
    const before = await cpuOf(place, web, workers)
    const read = await perSecond(async () => {
      const [row] = await sql`select count(*)::int as left from invoices where status = 'processing'`
      return row!.left
    })
    const after = await cpuOf(place, web, workers)
    await Promise.all(workers.map((worker) => worker.stop()))

    for (let batch = 0; batch < batches; batch++) await post(web, batch)
    const storing = await Promise.all(
      Array.from({ length: count }, () => startServer(makeDataDir(), { ...shared, ROLE: 'worker' })),
    )
    const stored = await perSecond(async () => {
      const [row] = await sql`
        select coalesce(sum(total - processed - waiting_validation), 0)::int as left from batches`
      return row!.left
    })
    await Promise.all(storing.map((worker) => worker.stop()))
    return {
      read: read * 60,
      stored,
      cpu: {
        database: after.database - before.database,
        web: after.web - before.web,
        workers: after.workers - before.workers,
      },
    }
  } finally {
    await sql.end({ timeout: 1 })
    await web.stop()
    await embedded.stop()
  }
}

/** How fast what is left becomes nothing; what was done while the last worker started does not count. */
async function perSecond(countLeft: () => Promise<number>) {
  const began = performance.now()
  const first = await countLeft()
  await until(async () => (await countLeft()) === 0, patienceMs)
  return first / ((performance.now() - began) / 1000)
}

function post({ request }: Server, batch: number) {
  const facturas = Array.from({ length: 10_000 }, (_, i) => ({
    numero_factura: `B${batch}-${i}`,
    rut_cliente: '11111111-1',
    monto: i + 1,
    fecha_emision: '2026-08-24',
  }))
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': `scale ${batch}` }
  return request('/facturas/', { method: 'POST', headers, body: JSON.stringify(facturas) })
}

/** Seconds of processor time that each part has used so far. */
async function cpuOf(place: string, web: Server, workers: Server[]) {
  const postmaster = readLock(join(place, 'postgres/postmaster.pid'))!.pid
  const stats = await Promise.all((await readdir('/proc')).filter((pid) => /^\d+$/.test(pid)).map(statOf))
  const ofPostgres = stats.filter((stat) => stat && (stat.pid === postmaster || stat.parent === postmaster))
  const secondsOf = async ({ pid }: Server) => (await statOf(String(pid)))?.seconds ?? 0
  return {
    database: ofPostgres.reduce((sum, stat) => sum + stat!.seconds + stat!.ofEndedChildren, 0),
    web: await secondsOf(web),
    workers: (await Promise.all(workers.map(secondsOf))).reduce((sum, seconds) => sum + seconds, 0),
  }
}

async function statOf(pid: string) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // what follows the name, which may hold anything
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields.length < 16) return undefined
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map((ticks) => Number(ticks) / 100)
  return {
    pid: Number(pid),
    parent: Number(fields[1]),
    seconds: user! + system!,
    ofEndedChildren: endedUser! + endedSystem!,
  }
}

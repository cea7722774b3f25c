/**
 * How an export of many documents runs: `bun bench/exports.ts [--documents 5000] [--kilobytes 40]`. It starts Folio on an empty
 * folder, puts the documents there, exports them while the memory of the process is watched, kills it half way and starts it
 * again, and has two other programs open the archive.
 */
import { spawnSync } from 'node:child_process'
import { hash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { documentKey } from '../src/files/files.ts'
import { makeDataDir, openDatabase, startServer, stopServers } from '../src/testing/server.ts'

const { values } = parseArgs({
  options: { documents: { type: 'string', default: '5000' }, kilobytes: { type: 'string', default: '40' } },
})
const count = Number(values.documents)
const size = Number(values.kilobytes) * 1024

const dataDir = makeDataDir()
let server = await startServer(dataDir, { LOG_LEVEL: 'error' })
const sql = openDatabase(dataDir)
await store()

const begun = await server.request('/api/exports', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    source: 'folio',
    data: ['json', 'csv', 'xlsx'],
    include: ['documents', 'data', 'einvoices'],
  }),
})
const { id } = (await begun.json()) as { id: number }
const began = performance.now()
const idle = await residentMb()
const memory: { done: number; mb: number }[] = []
let killed = 0
for (;;) {
  const [row] = await sql`select status, done + packing as done, failed, bytes from exports where id = ${id}`
  memory.push({ done: row!.done, mb: await residentMb() })
  if (!killed && row!.done >= count / 2 && row!.status === 'running') {
    killed = row!.done
    await server.kill()
    server = await server.restart()
  }
  if (!['queued', 'running'].includes(row!.status)) {
    report(row as Row)
    break
  }
  await Bun.sleep(50)
}
await open()
await stopServers()
process.exit(0)

interface Row {
  status: string
  done: number
  failed: number
  bytes: number
}

function report({ status, done, failed, bytes }: Row) {
  const seconds = (performance.now() - began) / 1000
  const peak = (from: number, to: number) =>
    Math.max(0, ...memory.filter((at) => at.done > from * count && at.done <= to * count).map(({ mb }) => mb))
  console.log(`${status}: ${done} documents and ${failed} failed, ${(bytes / 1024 ** 2).toFixed(0)} MB`)
  console.log(`${seconds.toFixed(1)} s, the start after the kill at ${killed} documents included`)
  console.log(
    `resident before ${idle} MB; at most, by quarters: ${[0, 1, 2, 3].map((n) => peak(n / 4, (n + 1) / 4)).join(', ')} MB`,
  )
}

/** Two programs that know nothing of Folio. */
async function open() {
  const path = join(dataDir, '../archive.zip')
  const first = await residentMb()
  await Bun.write(path, await server.request(`/api/exports/${id}/download`))
  console.log(`downloaded; resident before ${first} MB, after ${await residentMb()} MB`)
  const unzip = spawnSync('unzip', ['-tq', path], { encoding: 'utf8' })
  console.log(`unzip -t: ${unzip.stdout.trim().split('\n').at(-1)}`)
  const script =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(len(z.namelist()), "files, damaged:", z.testzip())'
  console.log(
    `python3 zipfile: ${spawnSync('python3', ['-c', script, path], { encoding: 'utf8' }).stdout.trim()}`,
  )
}

async function residentMb() {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** Documents that are here already, past the reading of them. */
async function store() {
  for (let at = 0; at < count; at += 500) {
    const rows = await Promise.all(
      Array.from({ length: Math.min(500, count - at) }, (_, n) => storeOne(at + n)),
    )
    await sql`
      insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, sha256, final_data)
      select 1, 'processed', 'done', 'upload', name, 'application/pdf', size, sha256, data
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (sha256 text, name text, size int, data jsonb)`
  }
}

async function storeOne(n: number) {
  const content = randomBytes(Math.round(size * (0.5 + Math.random())))
  const sha256 = hash('sha256', content)
  const place = join(dataDir, 'files', documentKey(sha256))
  await mkdir(dirname(place), { recursive: true })
  await writeFile(place, content)
  const data = {
    invoice_number: `F-${n}`,
    issuer_name: `Emisor ${n % 97}`,
    currency: 'EUR',
    subtotal: n,
    tax: 0,
    total: n,
  }
  return { sha256, name: `factura ${n}.pdf`, size: content.length, data }
}

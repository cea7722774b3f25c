import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { hash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Sql } from 'postgres'
import { documentKey } from '../files/files.ts'
import { until } from './load.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

// A real server that is killed while it packs: the archive is whole, and nothing of the dead run stays.
setDefaultTimeout(60_000)

const documents = 3_500
const dataDir = makeDataDir()
let server: Server
let sql: Sql
let folder: string
beforeAll(async () => {
  server = await startServer(dataDir)
  sql = openDatabase(dataDir)
  folder = await mkdtemp(join(tmpdir(), 'folio-exports-'))
  await store(documents)
})
afterAll(async () => {
  await stopServers()
  await rm(folder, { recursive: true, force: true })
})

const contentOf = (n: number) => `%PDF-1.4\nDocumento ${n}\n${'x'.repeat(2_000 + (n % 500))}`

/** Documents that are here already, past the reading of them. */
async function store(count: number) {
  const rows = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const content = contentOf(n)
      const sha256 = hash('sha256', content)
      const place = join(dataDir, 'files', documentKey(sha256))
      await mkdir(dirname(place), { recursive: true })
      await writeFile(place, content)
      return { sha256, name: `documento ${n}.pdf`, size: content.length }
    }),
  )
  await sql`
    insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, sha256, preview_data)
    select 1, 'waiting_validation', 'done', 'upload', name, 'application/pdf', size, sha256, '{}'
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (sha256 text, name text, size int)`
}

const ask = async (path: string, init?: RequestInit) => (await server.request(path, init)).json()
const statusOf = async (id: number) => (await sql`select status from exports where id = ${id}`)[0]!.status
const piecesOf = async (id: number) =>
  (await sql`select pieces from exports where id = ${id}`)[0]!.pieces as number

test('kill -9 half way, twice: it goes on where it was, and every document is in the archive once', async () => {
  const { id } = await ask('/api/exports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ source: 'folio' }),
  })
  for (const reached of [1, 2]) {
    await until(async () => (await piecesOf(id)) >= reached)
    await server.kill()
    expect(await statusOf(id)).toBe('running')
    server = await server.restart()
  }
  const row = await until(async () => {
    const now = await ask(`/api/exports/${id}`)
    return now.status !== 'running' && now.status !== 'queued' && now
  })
  expect(row).toMatchObject({ status: 'done', total: documents, done: documents, failed_count: 0 })
  const path = join(folder, 'archive.zip')
  await Bun.write(path, await server.request(`/api/exports/${id}/download`))
  const listed = await Bun.$`python3 -c ${checkScript} ${path}`.json()
  expect(listed).toEqual({ bad: null, files: documents + 2, names: documents + 2, rows: documents })
  const stored = await readdir(join(dataDir, 'files/exports', String(id)))
  const [{ n }] =
    (await sql`select count(*)::int as n from export_pieces where export_id = ${id} and key is not null`) as unknown as [
      { n: number },
    ]
  expect(stored).toHaveLength(n)
})

/** What another program says of the archive: what is damaged, how many files, how many different names. */
const checkScript = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
names = archive.namelist()
print(json.dumps({'bad': archive.testzip(), 'files': len(names), 'names': len(set(names)), 'rows': len(json.load(archive.open('data.json')))}))`

/**
 * How long lists, counts, searches and exports take among many invoices: `bun bench/list.ts [--rows 100000]`. Beside
 * each stands the ratio to a bare `select 1` over the same connection, for machines differ. What is measured is an answer after
 * something has changed, many times a second; asked again before the next change, a list need not count.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Hono } from 'hono'
import { localAdmin } from '../src/accounts/accounts.ts'
import { createBearer } from '../src/accounts/bearer.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { connect } from '../src/db/connect.ts'
import { createDatabase } from '../src/db/database.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { openFiles } from '../src/files/open-files.ts'
import { statuses } from '../src/invoices/life.ts'
import { rowFormats } from '../src/invoices/write-rows.ts'
import { createLog } from '../src/log.ts'
import { openQueue } from '../src/queue/queue.ts'
import { createTransact } from '../src/work.ts'
import { fillInvoices } from './fill-invoices.ts'

const limitMs = 30
const rounds = 15

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, only: { type: 'string', default: '' } },
})
const rows = Number(values.rows)
const log = createLog('error')
const secret = 'a secret of the benchmark, 32 characters'

const dataDir = await mkdtemp(join(tmpdir(), 'folio-bench-'))
const embedded = await startEmbedded({ dataDir, log })
try {
  await bench()
} finally {
  await embedded.stop()
  await rm(dataDir, { recursive: true, force: true })
}
process.exit(0)

async function bench() {
  const app = await openApp()
  const began = performance.now()
  const words = await fillInvoices(app.filler, rows, app.account.id)
  console.log(`${rows} invoices in ${Math.round((performance.now() - began) / 1000)} s\n`)
  const reference = await medianOf(async () => void (await app.client`select 1`))
  const change = async () =>
    void (await app.client`insert into events (type, data) values ('invoice_status_update', '{}')`)
  console.log(
    `${'what'.padEnd(34)}${'ms'.padStart(8)}${'fastest'.padStart(9)}${'x select 1'.padStart(12)}${'again'.padStart(8)}`,
  )
  console.log(`${'(select 1)'.padEnd(34)}${reference.median.toFixed(2).padStart(8)}`)
  const over: string[] = []
  for (const [name, path] of await questions(app.get, words)) {
    if (!name.includes(values.only)) continue
    const ask = async () => void (await app.get(path))
    const { median, fastest } = await medianOf(ask, change)
    const again = await medianOf(ask)
    const isOver = median > limitMs
    if (isOver) over.push(name)
    console.log(
      `${name.padEnd(34)}${median.toFixed(2).padStart(8)}${fastest.toFixed(1).padStart(9)}${(median / reference.median).toFixed(0).padStart(12)}${again.median.toFixed(1).padStart(8)}${isOver ? '  over' : ''}`,
    )
  }
  console.log(over.length ? `\nover ${limitMs} ms: ${over.join(', ')}\n` : `\nall within ${limitMs} ms\n`)
  for (const format of rowFormats) if (format.includes(values.only)) await stream(app, format)
  await app.close()
}

async function openApp() {
  const config = readConfig({ DATA_DIR: dataDir })
  const client = connect(embedded.url, { max: config.DATABASE_CONNECTIONS, statementMs: 0 })
  const filler = connect(embedded.url, { max: 1, statementMs: 0, lasting: true })
  await migrate(filler, log)
  const db = createDatabase(client)
  const queue = await openQueue(embedded.url, log, { works: false })
  const deps = { config, db, files: await openFiles(config), log, transact: createTransact(db, queue) }
  const sockets = { routes: new Hono<never>(), close() {} }
  const findPicture = async () => new Uint8Array()
  const app = createApp(deps, { secret, sockets, findPicture, version: 'bench' } as never)
  const account = await localAdmin(db)
  const headers = { Authorization: `Bearer ${await createBearer(account.subject, 86_400, secret)}` }
  const ask = async (path: string) => {
    const response = await app.request(path, { headers })
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  return {
    client,
    filler,
    account,
    ask,
    get: async (path: string) => (await ask(path)).text(),
    async close() {
      await queue.stop(1_000)
      await client.end()
      await filler.end()
    },
  }
}
type App = Awaited<ReturnType<typeof openApp>>

async function questions(get: App['get'], words: Awaited<ReturnType<typeof fillInvoices>>) {
  const list = (query: string) => `/api/invoices/?${query}`
  const cursorOf = async (query: string) =>
    `${query}&cursor=${JSON.parse(await get(list(`${query}&page=${Math.floor(rows / 100)}`))).next_cursor}`
  const review = async (query: string) => {
    const { items } = JSON.parse(await get(list(`${query}&status=waiting_validation`)))
    return `/invoices/${items[0].id}?${query}`
  }
  const year = new Date().getFullYear()
  return [
    ['default list', list('')],
    ['200 a page', list('per_page=200')],
    ...statuses.map((status) => [`status ${status}`, list(`status=${status}`)]),
    ['issuer, common', list(`issuer=${encodeURIComponent(words.commonIssuer)}`)],
    ['issuer, common, processed', list(`issuer=${encodeURIComponent(words.commonIssuer)}&status=processed`)],
    ['issuer, a word of every sixth', list('issuer=Ferreteria')],
    ['issuer, rare, by tax id', list(`issuer=${words.rareIssuer}`)],
    ['text and issuer', list(`q=${words.mediumWord}&issuer=Ferreteria`)],
    ['text on most, and issuer', list(`q=${words.commonWord}&issuer=Ferreteria`)],
    ['a month', list(`from=${year}-03-01&to=${year}-03-31`)],
    ['a year', list(`from=${year}-01-01&to=${year}-12-31`)],
    ['a year, by date', list(`from=${year}-01-01&to=${year}-12-31&sort=-date`)],
    ['at least 10', list('min_total=10')],
    ['at least 4,900', list('min_total=4900')],
    ['at most 12', list('max_total=12')],
    ['between 100 and 200', list('min_total=100&max_total=200')],
    ['currency, common', list('currency=CLP')],
    ['currency, rare', list('currency=CHF')],
    ['source', list('source=email')],
    ['status and currency', list('status=waiting_validation&currency=EUR')],
    ['status, currency, date', list(`status=processed&currency=EUR&from=${year}-01-01`)],
    ['search, on every page', list('q=factura')],
    ['search, a common word', list(`q=${words.commonWord}`)],
    ['search, a word of one in a hundred', list(`q=${words.mediumWord}`)],
    ['search, a rare word', list(`q=${words.rareWord}`)],
    ['search, two words', list(`q=factura+${words.commonWord}`)],
    ['search, common and rare', list(`q=factura+${words.rareWord}`)],
    ['search, a beginning', list('q=fac')],
    ['search, a number', list('q=F-00000777')],
    ['search, nothing found', list('q=inexistente')],
    ['search, common, waiting', list('q=factura&status=waiting_validation')],
    ['search, common, a currency', list('q=factura&currency=EUR')],
    ['search, common, a year', list(`q=factura&from=${year}-01-01`)],
    ['deep, by cursor', list(await cursorOf('sort=-created_at'))],
    ['deep, by cursor, by total', list(await cursorOf('sort=total'))],
    ['deep, by cursor, a status', list(await cursorOf('status=processed'))],
    ['deep, page 500', list('page=500')],
    ...['created_at', '-updated_at', 'date', '-date', 'total', '-total'].map((sort) => [
      `sort ${sort}`,
      list(`sort=${sort}`),
    ]),
    ['sort total, a status', list('sort=-total&status=waiting_validation')],
    ['status summary', '/api/invoices/status-summary/'],
    ['what is ready', list('ready=true')],
    ['the inbox as a page', '/'],
    ['the dashboard', '/dashboard'],
    ['review, of the queue', await review('sort=created_at')],
    ['review, of a list', await review('currency=EUR&sort=-total')],
    ['review, of a search', await review(`q=${words.commonWord}`)],
  ] as [string, string][]
}

async function medianOf(act: () => Promise<void>, before = async () => {}) {
  for (let warm = 0; warm < 3; warm++) await act()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await before()
    const began = performance.now()
    await act()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return { median: times[Math.floor(rounds / 2)]!, fastest: times[0]! }
}

/** Reads an export to its end and keeps nothing of it, watching how the process grows. */
async function stream({ ask }: App, format: string) {
  Bun.gc(true)
  const before = process.memoryUsage.rss()
  let [peak, bytes] = [before, 0]
  const began = performance.now()
  for await (const piece of (await ask(`/api/invoices/data?format=${format}`)).body!) {
    bytes += piece.length
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const s = (performance.now() - began) / 1000
  console.log(
    `data as ${format.padEnd(7)}${s.toFixed(1).padStart(6)} s${(bytes / 1e6).toFixed(0).padStart(6)} MB, the process grew by ${((peak - before) / 1e6).toFixed(0)} MB`,
  )
}

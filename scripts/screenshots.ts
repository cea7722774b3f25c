/** Makes the pictures of the README: a Folio of its own, with invoices of nobody that it reads itself. */
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser, signIn } from '../src/testing/browser.ts'
import { ask, send, until, upload } from '../src/testing/load.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from '../src/testing/server.ts'
import { inventInvoices, printInvoices } from './invented-invoices.ts'

const folder = join(import.meta.dirname, '../views/screenshots')
const server = await startServer(makeDataDir())
const browser = await openBrowser()
const signedIn = await signIn(browser, server)
try {
  const first = await fill(server, browser)
  const pages = { inbox: '/', review: `/invoices/${first}`, dashboard: '/dashboard?currency=EUR' }
  for (const [name, path] of Object.entries(pages)) await take(name, path)
} finally {
  await browser.close()
  await stopServers()
}

/** Most are confirmed, as in a workspace that is used; the first of those that wait. */
async function fill(to: Server, by: Browser) {
  const ids: number[] = []
  for (const document of await printInvoices(by, inventInvoices(24)))
    ids.push((await upload(to, document)).body.accepted[0].id)
  await until(async () => (await ask(to, '/api/invoices/status-summary/')).body.processing === 0, 120_000)
  for (const id of ids.slice(3, 5))
    await send(to, `/api/invoices/${id}/preview`, 'PATCH', {
      due_date: null,
      issuer_name: 'Northwind Paper Limited',
    })
  for (const id of ids.slice(0, 15)) await send(to, `/api/invoices/${id}/confirm`, 'POST', { force: true })
  await spreadOut(to)
  return ids[15]!
}

/** As if it had been the work of two weeks, and not of some seconds. */
async function spreadOut({ dataDir }: Server) {
  const sql = openDatabase(dataDir)
  const later = sql`make_interval(mins => (invoice_id * 7)::int) * case when action in ('confirm', 'edit') then 1 else 0 end`
  await sql`update audit set at = at - make_interval(days => ((24 - invoice_id) / 2)::int) - interval '5 hours' + ${later}`
  await sql`update settled_invoices set created_at = created_at - make_interval(days => ((24 - id) / 2)::int) - interval '5 hours'`
}

async function take(name: string, path: string) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
    locale: 'en',
    storageState: signedIn,
  })
  await page.goto(server.address + path, { waitUntil: 'networkidle' })
  const picture = await page.screenshot()
  await sharp(picture)
    .webp({ quality: 72 })
    .toFile(join(folder, `${name}.webp`))
  await page.close()
}

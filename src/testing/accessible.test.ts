import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { findViolations } from './axe.ts'
import { browserPath, openBrowser, signIn } from './browser.ts'
import { makeDocuments, send, until, upload } from './load.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

// Every page in both themes and both languages, by the rules of WCAG 2.2 AA as far as a program can judge them.
setDefaultTimeout(120_000)

let server: Server
let browser: Browser
let signedIn: Awaited<ReturnType<typeof signIn>>
let ids: number[]
beforeAll(async () => {
  if (!browserPath) return
  server = await startServer(makeDataDir(), { DOCUWARE_URL: 'http://127.0.0.1:9' })
  browser = await openBrowser()
  signedIn = await signIn(browser, server)
  ids = await fill()
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
})

/** One that waits, one confirmed with a correction, one rejected, one that failed, and a batch. */
async function fill() {
  const documents = await makeDocuments()
  const broken = { name: 'roto.pdf', bytes: new TextEncoder().encode('%PDF-1.7 nada') }
  const made: number[] = []
  for (const document of [documents.text(), documents.text(), documents.text(), broken]) {
    const { id } = (await upload(server, document)).body.accepted[0]
    await until(
      async () => (await (await server.request(`/api/invoices/${id}`)).json()).status !== 'processing',
    )
    made.push(id)
  }
  await send(server, `/api/invoices/${made[1]}/preview`, 'PATCH', {
    invoice_number: 'A-2',
    issuer_name: 'Otra SL',
  })
  await send(server, `/api/invoices/${made[1]}/confirm`, 'POST', { force: true })
  await send(server, '/api/exports', 'POST', { source: 'folio' })
  await send(server, '/api/webhooks', 'POST', { url: 'https://hook.invalid', types: ['batch.done'] })
  await send(server, '/api/webhooks/1/test', 'POST', {})
  await send(server, `/api/invoices/${made[2]}/reject`, 'POST', { reason: 'no es nuestra' })
  const factura = {
    numero_factura: 'L-1',
    rut_cliente: '11111111-1',
    monto: 1190,
    fecha_emision: '2025-08-24',
  }
  const body = JSON.stringify([factura, factura])
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'one' }
  expect((await server.request('/facturas/', { method: 'POST', body, headers })).status).toBe(202)
  return made
}

const pages: [name: string, path: () => string][] = [
  ['inbox', () => '/'],
  ['inbox, filtered', () => '/invoices?q=f&status=waiting_validation'],
  ['nothing found', () => '/invoices?q=inexistente'],
  ['a wrong filter', () => '/invoices?from=ayer'],
  ['the question before many', () => `/invoices/bulk?action=reject&id=${ids[0]}`],
  ['export of many', () => `/invoices/bulk?action=export&id=${ids[1]}`],
  ['confirmed', () => `/invoices/${ids[1]}`],
  ['rejected', () => `/invoices/${ids[2]}`],
  ['failed', () => `/invoices/${ids[3]}`],
  ['dashboard', () => '/dashboard'],
  ['queue', () => '/queue'],
  ['batches', () => '/batches'],
  ['a batch', () => '/batches/1'],
  ['memory', () => '/memory'],
  ['exports', () => '/exports'],
  ['an export', () => '/exports/1'],
  ['exports of DocuWare', () => '/exports?of=docuware'],
  ['account', () => '/account'],
  ['settings', () => '/settings'],
  ['a webhook', () => '/settings/webhooks/1'],
  ['capture', () => '/capture'],
  ['people', () => '/admin'],
  ['a person', () => '/admin/people/1'],
  ['sign-in', () => '/sign-in'],
  ['an error', () => '/invoices/999999'],
]
/** What a rule finds depends on the theme or on the language, never on both together. */
const looks = [
  ['light', 'es'],
  ['dark', 'en'],
] as const

for (const [theme, language] of looks)
  test.skipIf(!browserPath)(`axe finds nothing in ${theme}, ${language} (needs a browser)`, async () => {
    const context = await browser.newContext({
      colorScheme: theme,
      locale: language,
      storageState: signedIn,
      bypassCSP: true,
    })
    const page = await context.newPage()
    const found: string[] = []
    for (const [name, path] of pages) {
      await page.goto(server.address + path())
      if (name === 'inbox') await page.keyboard.press('?')
      for (const fault of await findViolations(page)) found.push(`${name}: ${fault}`)
    }
    await context.close()
    expect(found).toEqual([])
  })

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core'
import { browserPath, openBrowser, signIn } from './browser.ts'
import { makeDocuments, send, until, upload } from './load.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

// The inbox as a person uses it: the real program and a real browser.
setDefaultTimeout(60_000)

let server: Server
let browser: Browser
let signedIn: Awaited<ReturnType<typeof signIn>>
let folder: string
let documents: Awaited<ReturnType<typeof makeDocuments>>
beforeAll(async () => {
  if (!browserPath) return
  documents = await makeDocuments()
  folder = await mkdtemp(join(tmpdir(), 'folio-inbox-'))
  server = await startServer(makeDataDir())
  browser = await openBrowser()
  signedIn = await signIn(browser, server)
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** What pages complained of: their own mistakes, and what the security policy stopped. */
const faults: string[] = []
const contexts: BrowserContext[] = []
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  expect(faults.splice(0)).toEqual([])
})

async function openPage(
  path: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<unknown> = async () => {},
) {
  const context = await browser.newContext({ locale: 'es-CL', storageState: signedIn, ...options })
  contexts.push(context)
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await prepare(page)
  await page.goto(server.address + path)
  return page
}

const invoice = async (id: number) => (await server.request(`/api/invoices/${id}`)).json()
const becomes = (id: number, status: string) => until(async () => (await invoice(id)).status === status)
const countOf = (page: Page, status: string) => page.locator(`#count-${status}`).textContent()

/** Some that wait, found together by a word of their own. */
async function waiting(count: number) {
  const mark = `juntas${Date.now()}`
  const ids: number[] = []
  for (let made = 0; made < count; made++) {
    const { id } = (await upload(server, documents.text())).body.accepted[0]
    await becomes(id, 'waiting_validation')
    const data = { invoice_number: `${mark}-${made}`, payment_terms: mark }
    await send(server, `/api/invoices/${id}/preview`, 'PATCH', data)
    ids.push(id)
  }
  return { ids, list: `/invoices?q=${mark}&sort=created_at` }
}
const tick = (page: Page, id: number) => page.locator(`#invoice-${id} .pick input`)
const question = (page: Page) => page.locator('#question[open]')

const inBrowser = test.skipIf(!browserPath)

inBrowser(
  'many files go in at once, each with its progress until it is read, and the counts move (needs a browser)',
  async () => {
    const page = await openPage('/')
    const scan = await documents.scan(3)
    const files = [documents.text(), scan, { name: 'roto.pdf', bytes: new TextEncoder().encode('nada') }]
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
    await page.setInputFiles(
      '#files',
      files.map(({ name }) => join(folder, name)),
    )
    const sent = page.locator('#uploads li', { hasText: scan.name })
    await sent.locator('progress').first().waitFor()
    await sent.getByText(/Página [23] de 3/).waitFor()
    await page.locator('#uploads li.refused', { hasText: 'roto.pdf' }).waitFor()
    await sent.locator('.badge.waiting_validation').waitFor({ timeout: 40_000 })
    await page.locator('li.invoice', { hasText: scan.name }).locator('.waiting_validation').waitFor()
    await until(async () => (await countOf(page, 'waiting_validation')) === '2')
    expect(await page.locator('#uploads-sum').textContent()).toContain('1 rechazados')
  },
)

inBrowser('files that are dropped or pasted are sent like chosen ones (needs a browser)', async () => {
  const page = await openPage('/')
  for (const kind of ['drop', 'paste']) {
    const { name, bytes } = documents.text()
    await page.evaluate(
      ([kind, name, text]) => {
        const data = new DataTransfer()
        data.items.add(
          new File([Uint8Array.from(atob(text!), (each) => each.charCodeAt(0))], name!, {
            type: 'application/pdf',
          }),
        )
        const options = { bubbles: true, cancelable: true }
        document.body.dispatchEvent(
          kind === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: data })
            : new ClipboardEvent('paste', { ...options, clipboardData: data }),
        )
      },
      [kind, name, Buffer.from(bytes).toString('base64')],
    )
    await page.locator('li.invoice', { hasText: name }).locator('.waiting_validation').waitFor()
  }
})

inBrowser(
  'many are chosen with shift, confirmed after a question, and the undo brings them back (needs a browser)',
  async () => {
    const { ids, list } = await waiting(4)
    const page = await openPage(list)
    await tick(page, ids[0]!).click()
    await tick(page, ids[2]!).click({ modifiers: ['Shift'] })
    expect(await page.locator('#results .invoice input:checked').count()).toBe(3)
    await page.click('#bulk [value=confirm]')
    await question(page).getByText('Confirmar 3 facturas').first().waitFor()
    expect((await invoice(ids[0]!)).status).toBe('waiting_validation')
    await question(page).locator('button[type=submit]').click()
    await page.locator('#undo').waitFor()
    expect(await Promise.all(ids.map(async (id) => (await invoice(id)).status))).toEqual([
      'processed',
      'processed',
      'processed',
      'waiting_validation',
    ])
    await page.click('#undo')
    await page.getByText('Deshecho').waitFor()
    for (const id of ids) expect((await invoice(id)).status).toBe('waiting_validation')
  },
)

inBrowser('the list goes from end to end by keys alone (needs a browser)', async () => {
  const { ids, list } = await waiting(3)
  const page = await openPage(list)
  const focused = () => page.evaluate(() => document.activeElement?.id)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await focused()).toBe(`open-${ids[1]}`)
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('r')
  await question(page).waitFor()
  await page.keyboard.type('no son nuestras')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('#undo').waitFor()
  expect(await Promise.all(ids.map(async (id) => (await invoice(id)).status))).toEqual([
    'rejected',
    'rejected',
    'waiting_validation',
  ])
  await page.keyboard.press('?')
  await page.locator('#keys[open]').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  expect(await focused()).toBe('q')
  await page.keyboard.press('Tab')
  await page.locator('h1').evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press('z')
  await page.getByText('Deshecho').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === `/invoices/${ids[0]}`)
})

inBrowser('what is ticked stays so when its row is drawn anew (needs a browser)', async () => {
  const { ids, list } = await waiting(2)
  const page = await openPage(list)
  await tick(page, ids[0]!).click()
  await send(server, `/api/invoices/${ids[0]}/preview`, 'PATCH', { issuer_name: 'Nombre nuevo SL' })
  await send(server, `/api/invoices/${ids[1]}/confirm`, 'POST', { force: true })
  await page.locator(`#invoice-${ids[1]} .processed`).waitFor()
  expect(await tick(page, ids[0]!).isChecked()).toBe(true)
})

inBrowser('a list of one status shows what comes into it (needs a browser)', async () => {
  const page = await openPage('/invoices?status=waiting_validation')
  const { ids } = await waiting(1)
  await page.locator(`#invoice-${ids[0]} .waiting_validation`).waitFor()
})

inBrowser('a page whose connection broke catches up when it is back (needs a browser)', async () => {
  const { ids, list } = await waiting(1)
  let isCut = false
  const open: WebSocketRoute[] = []
  const page = await openPage(list, {}, (before) =>
    before.routeWebSocket(/\/ws\?/, (socket) => {
      if (isCut) return void socket.close({ code: 1012 })
      socket.connectToServer()
      open.push(socket)
    }),
  )
  const item = page.locator(`#invoice-${ids[0]}`)
  await item.locator('.waiting_validation').waitFor()
  await until(async () => open.length > 0)
  isCut = true
  for (const socket of open) await socket.close({ code: 1012 })
  await send(server, `/api/invoices/${ids[0]}/confirm`, 'POST', { force: true })
  expect(await item.locator('.waiting_validation').count()).toBe(1)
  isCut = false
  await item.locator('.processed').waitFor()
})

inBrowser('without scripts the same is done over pages (needs a browser)', async () => {
  const { ids, list } = await waiting(2)
  const page = await openPage(list, { javaScriptEnabled: false })
  await tick(page, ids[0]!).check()
  await page.selectOption('#which', 'all')
  await page.click('#bulk [value=confirm]')
  await page.getByText('Confirmar 2 facturas').first().waitFor()
  await page.click('#asked button[type=submit]')
  await page.click('#undo')
  await page.getByText('Deshecho').waitFor()
  const { name, bytes } = documents.text()
  await page.setInputFiles('#files', { name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) })
  await page.click('#upload button[type=submit]')
  await page.locator('li.invoice', { hasText: name }).waitFor()
  await page.goto(`${server.address}/dashboard`)
  await page.locator('.tiles').waitFor()
})

inBrowser('a telephone shows all of it without scrolling sideways (needs a browser)', async () => {
  const { ids, list } = await waiting(1)
  for (const path of [
    list,
    '/',
    '/dashboard',
    '/queue',
    '/batches',
    `/invoices/bulk?action=confirm&id=${ids[0]}`,
  ]) {
    const page = await openPage(path, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    })
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect([path, beyond]).toEqual([path, 0])
  }
})

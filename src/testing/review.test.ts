import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { findViolations } from './axe.ts'
import { browserPath, openBrowser, signIn } from './browser.ts'
import { makeDocuments, send, until, upload } from './load.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

// Reviewing as a person does it: the real program and a real browser.
setDefaultTimeout(60_000)

let server: Server
let browser: Browser
let signedIn: Awaited<ReturnType<typeof signIn>>
let documents: Awaited<ReturnType<typeof makeDocuments>>
beforeAll(async () => {
  if (!browserPath) return
  documents = await makeDocuments()
  server = await startServer(makeDataDir())
  browser = await openBrowser()
  signedIn = await signIn(browser, server)
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
})

/** What pages complained of: their own mistakes, and what the security policy stopped. */
const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

const contexts: BrowserContext[] = []
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})

async function openPage(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'es-CL', storageState: signedIn, ...options })
  contexts.push(context)
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(server.address + path)
  return page
}

const invoice = async (id: number) => (await server.request(`/api/invoices/${id}`)).json()
const becomes = (id: number, status: string) => until(async () => (await invoice(id)).status === status)

let made = 0
/** An invoice that waits for validation, with data that is right, but for what is given. */
async function waiting(data: Record<string, unknown> = {}) {
  const { id } = (await upload(server, documents.text())).body.accepted[0]
  await becomes(id, 'waiting_validation')
  const right = { invoice_number: `E-${++made}`, issuer_name: 'Ferreteria Lopez SL', ...data }
  expect((await send(server, `/api/invoices/${id}/preview`, 'PATCH', right)).status).toBe(200)
  return id as number
}

/** The word of a page that says this, once its text lies over the picture. */
const wordOn = (page: Page, text: string) => page.locator('.words tspan', { hasText: text }).first()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
const stands = (page: Page, id: number) => page.waitForURL((url) => url.pathname === `/invoices/${id}`)

const inBrowser = test.skipIf(!browserPath)

inBrowser(
  'from a green invoice to the next one is one key, and the filter stays (needs a browser)',
  async () => {
    const marks = `verde${Date.now()}`
    const [first, second] = [await waiting({ payment_terms: marks }), await waiting({ payment_terms: marks })]
    const page = await openPage(`/invoices?q=${marks}&sort=created_at`)
    await page.click(`#open-${first}`)
    await page.locator('#box-total').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe(marks)
    await until(async () => (await focused(page)) === 'confirm')
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await page.locator('#review[data-ready]').waitFor()
    await page.keyboard.down('Enter')
    await stands(page, second)
    await becomes(first, 'processed')
    expect(new URL(page.url()).searchParams.get('q')).toBe(marks)
    await page.locator('#review[data-ready]').waitFor()
    const confirmed: string[] = []
    page.on('request', (request) => request.method() === 'POST' && confirmed.push(request.url()))
    // a key that is held down confirms nothing that was not seen
    await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    // nor does one that comes before the page can be seen
    await page.locator('#review').evaluate((form) => form.removeAttribute('data-ready'))
    await page.keyboard.press('Enter')
    await Bun.sleep(300)
    expect(confirmed).toEqual([])
    expect((await invoice(second)).status).toBe('waiting_validation')
  },
)

inBrowser('a wrong total is fixed with one click on the page and one key (needs a browser)', async () => {
  const id = await waiting({ total: 9999 })
  const page = await openPage(`/invoices/${id}`)
  await until(async () => (await focused(page)) === 'field-total')
  await page.locator('.checks .broken').waitFor()
  await wordOn(page, '1.210,00').click()
  await until(async () => (await page.inputValue('#field-total')) === '1210')
  await page.locator('.checks .broken').waitFor({ state: 'detached' })
  await page.locator('#review[data-ready]').waitFor()
  await page.keyboard.press('Enter')
  await becomes(id, 'processed')
  const { final_data, fields } = await invoice(id)
  expect(final_data.total).toBe(1210)
  expect(fields.total).toMatchObject({ source: 'human', page: 1 })
})

inBrowser('a region is read again into the field in hand (needs a browser)', async () => {
  const id = await waiting({ issuer_name: 'Otra' })
  const page = await openPage(`/invoices/${id}`)
  await page.click('#field-issuer_name')
  await wordOn(page, 'Ferreteria').waitFor()
  await page.click('[data-view=region]')
  await page.locator('.pages.drawing').waitFor()
  const name = (await wordOn(page, 'Ferreteria').boundingBox())!
  const last = (await wordOn(page, 'SL').boundingBox())!
  await page.mouse.move(name.x - 4, name.y - 4)
  await page.mouse.down()
  await page.mouse.move(last.x + last.width + 4, last.y + last.height + 4, { steps: 3 })
  await page.mouse.up()
  await until(async () => (await page.inputValue('#field-issuer_name')) === 'Ferreteria Lopez SL')
  await page.keyboard.press('Control+z')
  expect(await page.inputValue('#field-issuer_name')).toBe('Otra')
})

inBrowser(
  'text selected on the page goes into the field when that is asked for (needs a browser)',
  async () => {
    const id = await waiting({ issuer_name: 'Otra' })
    const page = await openPage(`/invoices/${id}`)
    await page.click('#field-issuer_name')
    await wordOn(page, 'Lopez').waitFor({ state: 'attached' })
    const [from, to] = [
      (await wordOn(page, 'Ferreteria').boundingBox())!,
      (await wordOn(page, 'Lopez').boundingBox())!,
    ]
    await page.mouse.move(from.x + 1, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 5 })
    await page.mouse.up()
    expect(await page.inputValue('#field-issuer_name')).toBe('Otra')
    await page.click('#take-selection')
    expect(await page.inputValue('#field-issuer_name')).toBe('Ferreteria Lopez')
  },
)

inBrowser('lines add up while they are typed, and an emptied one comes back (needs a browser)', async () => {
  const id = await waiting()
  const page = await openPage(`/invoices/${id}`)
  const cell = (column: string, row: number) => page.locator(`[name="products.${column}"]`).nth(row)
  const rows = await page.locator('.products tbody tr').count()
  const last = rows - 1
  await cell('name', last).fill('Tornillos')
  await cell('quantity', last).fill('3')
  await cell('unit_price', last).fill('2,5')
  expect(await cell('total_price', last).inputValue()).toBe('7,50')
  expect(await page.locator('.products tbody tr').count()).toBe(rows + 1)
  await page.locator('#sum-products', { hasText: '7,50' }).waitFor()
  await page.locator('.products tbody tr').nth(last).locator('[data-remove]').click()
  await page.locator('#sum-products', { hasText: '7,50' }).waitFor({ state: 'hidden' })
})

inBrowser('two people who edit one invoice lose nothing (needs a browser)', async () => {
  const id = await waiting()
  const [ana, rita] = [await openPage(`/invoices/${id}`), await openPage(`/invoices/${id}`)]
  await rita.fill('#field-due_date', '2026-09-30')
  await rita.fill('#field-issuer_name', 'Lo que puso Rita')
  await ana.fill('#field-total', '77')
  await ana.fill('#field-issuer_name', 'Lo que puso Ana')
  await ana.click('#save')
  await rita.locator(`#changed-${id}`).waitFor()
  expect(await rita.inputValue('#field-due_date')).toBe('2026-09-30')
  await rita.click(`#changed-${id} button`)
  await rita.locator('#review .notice').waitFor()
  expect(await rita.inputValue('#field-total')).toBe('77')
  expect(await rita.inputValue('#field-due_date')).toBe('2026-09-30')
  expect(await rita.inputValue('#field-issuer_name')).toBe('Lo que puso Rita')
  await rita.click('#theirs-issuer_name button')
  expect(await rita.inputValue('#field-issuer_name')).toBe('Lo que puso Ana')
  await rita.click('#save')
  await until(async () => (await invoice(id)).preview_data.due_date === '2026-09-30')
  expect((await invoice(id)).preview_data).toMatchObject({ total: 77, issuer_name: 'Lo que puso Ana' })
})

inBrowser('the keyboard alone is enough, and comes to what is doubtful first (needs a browser)', async () => {
  const id = await waiting({ total: 9999, date: '2099-01-01' })
  const page = await openPage(`/invoices/${id}`)
  await until(async () => (await focused(page)) === 'field-total')
  await page.keyboard.press('Tab')
  const visited = [await focused(page)]
  await page.keyboard.press('Tab')
  visited.push(await focused(page))
  await page.keyboard.press('Tab')
  visited.push(await focused(page))
  expect(visited).toEqual(['field-tax', 'field-subtotal', 'field-date'])
  // after that Tab goes on as ever, out of the form and through the whole page
  await page.focus('#field-total')
  const seen = new Set<string>()
  for (let i = 0; i < 80 && !seen.has('confirm'); i++) {
    await page.keyboard.press('Tab')
    seen.add((await focused(page)) ?? '')
  }
  expect(seen).toContain('confirm')
  await page.focus('#field-total')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1210')
  await page.keyboard.press('Control+s')
  await until(async () => (await invoice(id)).preview_data.total === 1210)
  await page.locator('.notice.good').waitFor()
  await page.locator('#review[data-ready]').waitFor()
  await page.focus('#field-invoice_number')
  await page.keyboard.press('Control+Enter')
  await becomes(id, 'processed')
})

inBrowser('without scripts the same is read, corrected, undone and confirmed (needs a browser)', async () => {
  const id = await waiting({ total: 5 })
  const page = await openPage(`/invoices/${id}`, { javaScriptEnabled: false })
  expect(await page.locator('#box-total, .boxes rect').count()).toBeGreaterThan(0)
  await page.fill('#field-total', '1210')
  await page.click('#save')
  expect((await invoice(id)).preview_data.total).toBe(1210)
  await page.click('.history summary')
  await page.locator('.history form button').last().click()
  expect((await invoice(id)).preview_data.total).toBe(5)
  await page.click('#confirm')
  expect((await invoice(id)).status).toBe('processed')
})

inBrowser('on a telephone the page stays in sight of the form (needs a browser)', async () => {
  const id = await waiting({ total: 9999 })
  const page = await openPage(`/invoices/${id}`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await until(async () => (await focused(page)) === 'field-total')
  await wordOn(page, '1.210,00').waitFor({ state: 'attached' })
  const sides = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(sides[0]).toBeLessThanOrEqual(sides[1]!)
  for (const part of ['#field-total', '.pages']) await expectInView(page, part)
  await page.locator('#field-issuer_name').focus()
  await expectInView(page, '#field-issuer_name')
  await page.tap('#confirm')
  await becomes(id, 'processed')
})

const expectInView = (page: Page, selector: string) =>
  until(() =>
    page.evaluate((wanted) => {
      const { top, bottom } = document.querySelector(wanted)!.getBoundingClientRect()
      return top >= -1 && bottom <= innerHeight + 1
    }, selector),
  )

inBrowser('axe finds nothing, in both themes and both languages (needs a browser)', async () => {
  const number = `axe-${Date.now()}`
  const first = await waiting({ invoice_number: number })
  const second = await waiting({ invoice_number: number, total: 9999 })
  const closed = await waiting()
  expect((await send(server, `/api/invoices/${closed}/confirm`, 'POST', { force: true })).status).toBe(200)
  const paths = [second, closed, `${second}/compare/${first}`].map((path) => `/invoices/${path}`)
  for (const look of [
    { colorScheme: 'light', locale: 'es-CL' },
    { colorScheme: 'dark', locale: 'en-GB' },
  ] as const) {
    const page = await openPage(paths[0]!, look)
    for (const path of paths) {
      await page.goto(server.address + path)
      if (path === paths[0]) await page.locator('.words tspan').first().waitFor({ state: 'attached' })
      await page.locator('details').evaluateAll((all) => {
        for (const each of all) each.setAttribute('open', '')
      })
      expect([path, look, await findViolations(page)]).toEqual([path, look, []])
    }
  }
})

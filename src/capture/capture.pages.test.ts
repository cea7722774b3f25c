import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { findViolations } from '../testing/axe.ts'
import { browserPath, openBrowser, signIn } from '../testing/browser.ts'
import { cutPicture, makeReceipt } from '../testing/make-receipt.ts'
import { makeDataDir, type Server, startServer, stopServers } from '../testing/server.ts'

// A telephone: the real program, the real engines, a real browser of its width.
setDefaultTimeout(120_000)

let server: Server
let browser: Browser
let signedIn: Awaited<ReturnType<typeof signIn>>
let photos: { name: string; mimeType: string; buffer: Buffer }[]
beforeAll(async () => {
  if (!browserPath) return
  server = await startServer(makeDataDir(), { OCR_WORKERS: '2' })
  browser = await openBrowser()
  const receipt = await makeReceipt()
  const parts = await Promise.all(
    [
      [0, 0.43],
      [0.32, 0.73],
      [0.61, 1],
    ].map(([from, to]) => cutPicture(receipt, from!, to!)),
  )
  photos = parts.map((part, at) => ({ name: `${at}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(part) }))
  signedIn = await signIn(browser, server)
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
})

/** What a page complained of: its own mistakes, and what the security policy stopped. */
const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

async function openTelephone(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    locale: 'es-PA',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    storageState: signedIn,
    ...options,
  })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  return context
}

async function openCapture(context: BrowserContext) {
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${server.address}/capture`)
  return page
}

/** By axe, in both themes. */
async function expectAccessible(url: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await openTelephone({ colorScheme, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(url)
    expect(await findViolations(page)).toEqual([])
    await context.close()
  }
}

const fields = (page: Page, which: 'found' | 'missing') =>
  page.locator(`.needed > .${which} .name`).allTextContents()
const isWide = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')

test.skipIf(!browserPath)('a receipt is photographed from its first picture to its review', async () => {
  const page = await openCapture(await openTelephone())
  expect(await isWide(page)).toBe(false)
  expect(await page.getByLabel('Tomar foto').getAttribute('capture')).toBe('environment')

  await page.getByLabel('Tomar foto').setInputFiles(photos[0]!)
  // what is pushed may be there before the page of the session is
  await page.waitForURL(/\/capture\/ocr_sess_/)
  await page.waitForSelector('.capture.needs_retry')
  await page.waitForLoadState('networkidle')
  expect(await page.locator('.capture [role=status]').first().textContent()).toBe(
    'Faltan campos: total y productos. Sube una foto enfocando estas áreas',
  )
  expect(await fields(page, 'found')).toEqual(['nombre del comercio', 'número de factura', 'fecha'])
  expect(await fields(page, 'missing')).toEqual(['total', 'productos'])
  expect(await page.locator('.needed .missing').first().textContent()).toContain(
    'Fotografía ahora esta parte',
  )
  expect(await isWide(page)).toBe(false)

  await expectAccessible(page.url())

  // the button is within reach of the thumb, however long the page is
  const button = await page.locator('label[for=camera]').boundingBox()
  expect(button!.y + button!.height).toBeWithin(844 / 2, 845)
  expect(button!.height).toBeGreaterThanOrEqual(48)

  const { pathname } = new URL(page.url())
  for (const [at, photo] of photos.slice(1).entries()) {
    await page.getByLabel('Galería').setInputFiles(photo)
    const taken = `.taken:has-text("Foto ${at + 2} de 5")`
    await page.waitForSelector(`.capture:is(.needs_retry, .complete):has(${taken})`)
    expect(new URL(page.url()).pathname).toBe(pathname)
  }
  // what is pushed may also be there before the form has led back to the page
  await page.waitForSelector('.capture.complete:not(:has(.needed > .missing))')
  await page.waitForLoadState('networkidle')
  expect(await fields(page, 'missing')).toEqual([])
  expect(await page.locator('.needed summary').textContent()).toBe('24 productos')
  const joined = page.getByAltText('Todas las fotos, unidas en una')
  await joined.scrollIntoViewIfNeeded()
  await page.waitForFunction('document.querySelector(".shots img").naturalHeight > 0')
  expect(
    await joined.evaluate((image) => (image as unknown as { naturalHeight: number }).naturalHeight),
  ).toBeGreaterThan(1300)

  await expectAccessible(page.url())

  await page.getByRole('link', { name: 'Revisar factura' }).click()
  await page.waitForURL(/\/invoices\/\d+$/)
  expect(await page.locator('[name=issuer_name]').inputValue()).toBe('Supermercado La Pradera, S.A.')
  expect(await page.locator('[name=total]').inputValue()).toMatch(/^70[.,]03$/)
})

test.skipIf(!browserPath)('it works as a plain form where there is no script', async () => {
  const plain = await openTelephone({ javaScriptEnabled: false })
  const page = await openCapture(plain)
  await page
    .getByLabel('Galería')
    .setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') })
  await page.getByRole('button', { name: 'Enviar foto' }).click()
  expect(await page.getByRole('alert').last().textContent()).toContain('Imagen inválida')

  await page.getByLabel('Tomar foto').setInputFiles(photos[0]!)
  await page.getByRole('button', { name: 'Enviar foto' }).click()
  await page.waitForURL(/\/capture\/ocr_sess_/)
  // the page asks again by itself until the photo was read
  await page.waitForSelector('.capture.needs_retry')
  expect(await fields(page, 'missing')).toEqual(['total', 'productos'])
  await page.goto(`${server.address}/capture`)
  await page.getByRole('link', { name: 'Supermercado La Pradera, S.A.' }).first().click()
  await page.waitForSelector('.capture.needs_retry')
  await plain.close()
})

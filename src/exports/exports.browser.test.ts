import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openBrowser, signIn } from '../testing/browser.ts'
import { makeDocuments, until, upload } from '../testing/load.ts'
import { makeDataDir, type Server, startServer, stopServers } from '../testing/server.ts'

// The page of exports as its user has it: from start to opened file.
setDefaultTimeout(60_000)

let server: Server
let browser: Browser | undefined
let folder: string
const faults: string[] = []
beforeAll(async () => {
  if (!browserPath) return
  server = await startServer(makeDataDir())
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'folio-exports-'))
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
  await rm(folder, { recursive: true, force: true })
})

async function openPage() {
  const context = await browser!.newContext({ locale: 'es-CL', storageState: await signIn(browser!, server) })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(server.address)
  return page
}

async function download(page: Page) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')])
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return { name: file.suggestedFilename(), files: unzipSync(await readFile(path)) }
}

test.skipIf(!browserPath)('an export is begun, is seen to finish, and its file opens', async () => {
  const documents = await makeDocuments()
  const sent = documents.text()
  const { body } = await upload(server, sent)
  const { id } = body.accepted[0]
  await until(async () => {
    const invoice = await (await server.request(`/api/invoices/${id}`)).json()
    return invoice.status === 'waiting_validation'
  })

  const page = await openPage()
  await page.click('nav a[href="/exports"]')
  expect(await page.textContent('h1')).toBe('Exportar')
  for (const box of await page.$$('[name=include]')) await box.uncheck()
  await page.click('.export-form button.primary')
  expect(await page.textContent('.fault')).toContain('al menos una')
  await page.check('[name=include][value=documents]')
  await page.check('[name=include][value=data]')
  await page.check('[name=data][value=xlsx]')
  await page.click('.export-form summary')
  await page.check('[name=columns][value=total]')
  await page.selectOption('[name=status]', 'waiting_validation')
  await page.click('.export-form button.primary')
  await page.waitForURL(/\/exports\/\d+$/)
  // told over the socket, without loading the page again
  await page.waitForSelector('.export-panel a[download]')
  expect(await page.textContent('.export-panel .badge')).toBe('Lista')

  const { name, files } = await download(page)
  expect(name).toMatch(/^folio-\d{4}-\d\d-\d\d-\d+\.zip$/)
  expect(Object.keys(files).sort()).toEqual(
    ['data.csv', 'data.json', 'data.xlsx', `documents/${id}-${sent.name}`].sort(),
  )
  expect(Buffer.from(files[`documents/${id}-${sent.name}`]!).equals(sent.bytes)).toBe(true)

  const [header] = Buffer.from(files['data.csv']!).toString().split('\r\n')
  expect(header).toEndWith('processed_at,total')

  await page.click('form[action$="/repetition"] button')
  await page.waitForURL((url) => /\/exports\/2$/.test(url.pathname))
  await page.waitForSelector('.export-panel a[download]')
  await page.click('a[href="/exports"]')
  expect(await page.locator('#newest-exports > li').count()).toBe(2)
  expect(faults).toEqual([])
  await page.context().close()
})

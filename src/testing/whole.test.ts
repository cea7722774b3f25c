import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, BrowserContext } from 'playwright-core'
import { signed } from '../xml/make-signed.ts'
import { browserPath, openBrowser } from './browser.ts'
import { hasCorpus, inCorpus } from './corpus.ts'
import { makeDte } from './e-invoices.ts'
import { makeDocuments, send, until, upload } from './load.ts'
import { makeDataDir, type Server, startServer, stopServers } from './server.ts'

// Folio as its user has it: the real program, the real engines, a real browser.
setDefaultTimeout(60_000)

let server: Server
let browser: Browser | undefined
let folder: string
beforeAll(async () => {
  server = await startServer(makeDataDir(), { OCR_WORKERS: '2' })
  folder = await mkdtemp(join(tmpdir(), 'folio-whole-'))
  browser = browserPath ? await openBrowser() : undefined
})
afterAll(async () => {
  await browser?.close()
  await stopServers()
  await rm(folder, { recursive: true, force: true })
})

/** Three digital PDFs, a photo and a scan, of different sources. */
const realDocuments = [
  'aiscan-es/aiscan_F-2024-003.pdf',
  'invoice2data/i2d_AzureInterior.pdf',
  'afip-ar/afip_factura128.pdf',
  'wildreceipt',
  'scans/scan_aiscan_F-2024-004.pdf',
]

async function pathOf(document: string) {
  if (document !== 'wildreceipt') return inCorpus(document)
  const [first] = (await readFile(inCorpus('wildreceipt/truth.jsonl'), 'utf8')).split('\n')
  return inCorpus(`wildreceipt/${JSON.parse(first!).file}`)
}

const invoice = async (id: number) => (await server.request(`/api/invoices/${id}`)).json()
const settled = (id: number) =>
  until(async () => {
    const found = await invoice(id)
    return found.status !== 'processing' && found
  })

/** What a page complained of: its own mistakes, and what the security policy stopped. */
const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

/** The link is good for one sign-in, so the pages share its cookie. */
let signedIn: Promise<BrowserContext> | undefined
async function signIn() {
  const context = await browser!.newContext({ locale: 'es-CL' })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  const page = await context.newPage()
  await page.goto(/http\S+sign-in\?token=\S+/.exec(server.output())![0])
  await page.click('form[action="/sign-in"] button[type=submit]')
  await page.close()
  return context
}

async function openPage(path = '/') {
  signedIn ??= signIn()
  const page = await (await signedIn).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(server.address + path)
  return page
}

test('an e-invoice inside its signature is read, and given back as it came', async () => {
  const bytes = signed(makeDte(71))
  const { body } = await upload(server, { name: 'factura.xml.p7m', bytes })
  const found = await settled(body.accepted[0].id)
  expect(found).toMatchObject({ content_type: 'application/pkcs7-mime', preview_data: { total: 1190 } })
  const answer = await server.request(`/api/invoices/${found.id}/download`)
  expect(answer.headers.get('content-type')).toBe('application/pkcs7-mime')
  expect(answer.headers.get('content-disposition')).toContain('factura.xml.p7m')
  expect(await answer.bytes()).toEqual(bytes)
})

test.skipIf(!hasCorpus)(
  'real documents go in through the API and come out to be validated (needs ../shared/corpus)',
  async () => {
    for (const document of realDocuments) {
      const path = await pathOf(document)
      const { status, body } = await upload(server, {
        name: basename(path),
        bytes: new Uint8Array(await readFile(path)),
      })
      expect([document, status]).toEqual([document, 202])
      const { id } = body.accepted[0]
      const found = await settled(id)
      expect([document, found.status, found.error]).toEqual([document, 'waiting_validation', null])
      if (document !== 'wildreceipt') expect(found.preview_data.total).not.toBeNull()

      const number = `API-${id}`
      expect(
        (
          await send(server, `/api/invoices/${id}/preview`, 'PATCH', {
            invoice_number: number,
            payment_terms: `xilófono${id}`,
          })
        ).status,
      ).toBe(200)
      expect((await send(server, `/api/invoices/${id}/confirm`, 'POST', { force: true })).body).toMatchObject(
        { status: 'processed', final_data: { invoice_number: number } },
      )
      const hits = await (await server.request(`/api/invoices/?q=xilofono${id}`)).json()
      expect(hits.items.map((each: { id: number }) => each.id)).toEqual([id])
      const picture = await server.request(`/api/invoices/${id}/pages/1.webp`)
      expect(picture.headers.get('content-type')).toBe('image/webp')
    }
    const sheet = unzipSync(
      new Uint8Array(await (await server.request('/api/invoices/data?format=xlsx')).arrayBuffer()),
    )
    const rows = new TextDecoder().decode(sheet['xl/worksheets/sheet1.xml']!)
    expect([...rows.matchAll(/API-\d+/g)]).toHaveLength(realDocuments.length)
  },
)

test.skipIf(!hasCorpus || !browserPath)(
  'real documents go in through the page (needs ../shared/corpus and a browser)',
  async () => {
    const paths = await Promise.all(realDocuments.map(pathOf))
    for (const [index, path] of paths.entries()) {
      // the same bytes are known from the API: a comment after the end makes another document of it
      const copy = join(folder, `page-${index}-${basename(path)}`)
      await writeFile(copy, Buffer.concat([await readFile(path), Buffer.from('\n% through the page')]))
      paths[index] = copy
    }
    const page = await openPage()
    await page.setInputFiles('#files', paths)
    for (const path of paths) {
      const item = page.locator('li.invoice', { hasText: basename(path) })
      await item.locator('[data-status=waiting_validation], .waiting_validation').waitFor({ timeout: 40_000 })
    }
    await page.close()
  },
)

test.skipIf(!browserPath)(
  'a document is uploaded, watched, corrected, confirmed and found in the browser (needs a browser)',
  async () => {
    const documents = await makeDocuments()
    const [first, second] = [documents.text(), await documents.scan(2)]
    for (const { name, bytes } of [first, second]) await writeFile(join(folder, name), bytes)
    const page = await openPage()
    await page.setInputFiles(
      '#files',
      [first, second].map(({ name }) => join(folder, name)),
    )
    const item = page.locator('li.invoice', { hasText: first.name })
    await item.locator('.waiting_validation').waitFor()
    await page
      .locator('li.invoice', { hasText: second.name })
      .locator('.waiting_validation')
      .waitFor({ timeout: 40_000 })

    await item.locator('a').first().click()
    await page.locator('#picture-1, [id^=picture-]').first().waitFor()
    await page.fill('#field-issuer_name', 'Panadería Ñuñoa')
    await page.fill('#field-total', 'mucho')
    await page.click('#save')
    await page.locator('#fault-total').waitFor()
    expect(await page.inputValue('#field-issuer_name')).toBe('Panadería Ñuñoa')
    for (const [name, value] of [
      ['total', '119'],
      ['currency', 'EUR'],
      ['invoice_number', 'P-1'],
      ['date', '2026-08-01'],
    ])
      await page.fill(`#field-${name}`, value!)
    await page.click('#save')
    await page.locator('#fault-total').waitFor({ state: 'detached' })
    const id = Number(/invoices\/(\d+)/.exec(page.url())![1])
    await until(async () => (await invoice(id)).preview_data.issuer_name === 'Panadería Ñuñoa')
    await page.click('#confirm')
    await until(async () => (await invoice(id)).status === 'processed')

    await page.goto(`${server.address}/?q=panaderia+nunoa`)
    await page.locator(`#invoice-${id}`).waitFor()
    expect(await page.locator('li.invoice').count()).toBe(1)
    await page.close()
  },
)

test.skipIf(!browserPath)(
  'an edit made elsewhere is not overwritten by a page that did not know it (needs a browser)',
  async () => {
    const document = (await makeDocuments()).text()
    const { id } = (await upload(server, document)).body.accepted[0]
    await settled(id)
    const page = await openPage()
    await page.goto(`${server.address}/invoices/${id}`)
    await page.locator('details.others summary').click()
    await page.fill('#field-purchase_order', 'OC-7')
    expect((await send(server, `/api/invoices/${id}/preview`, 'PATCH', { total: 77 })).status).toBe(200)
    await page.click('#save')
    await page.locator('#review .notice').waitFor()
    expect((await invoice(id)).preview_data.total).toBe(77)
    expect(await page.inputValue('#field-purchase_order')).toBe('OC-7')
    await page.close()
  },
)

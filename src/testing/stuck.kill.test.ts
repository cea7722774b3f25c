import { afterAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { invoiceLines, makePdf } from '../reading/make-documents.ts'
import { until } from './load.ts'
import { makeDataDir, openDatabase, startServer, stopServers } from './server.ts'

afterAll(() => stopServers())

test('a server whose threads hang starts afresh in the same process, and goes on where it was', async () => {
  const dataDir = makeDataDir()
  const server = await startServer(dataDir, {}, join(import.meta.dirname, 'hang-once.ts'))
  const sql = openDatabase(dataDir)
  const form = new FormData()
  const pages = ['S-1', 'S-2', 'S-3'].map((number) => ({ lines: invoiceLines(number) }))
  form.append('files', new Blob([await makePdf(pages)]), 'three.pdf')
  expect((await server.request('/api/invoices/ocr', { method: 'POST', body: form })).status).toBe(202)

  await server.says(/threads hang[\s\S]*Folio is running/)
  const invoice = async () => (await sql`select status, pages, error from invoices`)[0]!
  await until(async () => (await invoice()).status !== 'processing')
  expect(await invoice()).toMatchObject({ status: 'waiting_validation', pages: 3, error: null })
  const failures = await sql`select failure from page_words order by page`
  expect(failures.map((row) => row.failure)).toEqual([null, null, null])
  expect(server.isAlive).toBe(true)
  expect(await server.stop()).toMatchObject({ code: 0 })
}, 60_000)

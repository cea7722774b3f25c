import { afterAll, expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { makeDte } from '../testing/e-invoices.ts'
import { makeZip } from '../testing/zips.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeEncryptedPdf, makePdf } from './make-documents.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error', {}, () => {}) })
afterAll(() => reader.close())
const { signal } = new AbortController()

const pair = (pdf: Uint8Array) => ({
  bytes: makeZip({ 'F7.xml': makeDte(7), 'F7.pdf': pdf }),
  contentType: 'application/zip' as ContentType,
})

async function read(document: ReturnType<typeof pair>) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(document, { signal })) pages.push(page)
  return pages
}
const textOf = ([page]: PageOfWords[]) => page!.words.map(({ text }) => text).join(' ')

test('of an XML and its PDF people see the PDF, and the XML says it exactly', async () => {
  const document = pair(await makePdf([{ lines: invoiceLines('F-7') }, { lines: invoiceLines('F-7') }]))
  const pages = await read(document)
  expect(pages).toHaveLength(2)
  expect(textOf(pages)).toContain('Factura F-7')
  expect((await reader.picture(document, { page: 2, turn: 0 }, signal)).length).toBeGreaterThan(100)
  expect(await reader.files(document, signal)).toEqual([{ name: 'F7.xml', bytes: makeDte(7) }])
})

test('where nobody can open the PDF, the XML is the whole of the document', async () => {
  for (const pdf of [makeEncryptedPdf(), new TextEncoder().encode('%PDF-1.4 and nothing')]) {
    const document = pair(pdf)
    expect(textOf(await read(document))).toContain('Folio: 7')
    expect(await reader.files(document, signal)).toEqual([{ name: '', bytes: makeDte(7) }])
  }
})

test('any other ZIP, which nobody takes in, is unreadable', async () => {
  for (const bytes of [makeZip({ 'F7.xml': makeDte(7) }), new Uint8Array([0x50, 0x4b, 3, 4])]) {
    const document = { bytes, contentType: 'application/zip' as ContentType }
    expect(await read(document).catch((error) => error.reason)).toBe('unreadable')
    expect(await reader.files(document, signal).catch((error) => error.reason)).toBe('unreadable')
  }
})

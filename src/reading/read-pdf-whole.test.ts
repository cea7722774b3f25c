import { afterAll, expect, test } from 'bun:test'
import { PDFDocument } from 'pdf-lib'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeInvoicePicture, makePdf } from './make-documents.ts'
import { helvetica, makeLockedPdf, makeOnePage, makeWrittenPdf, put, stream } from './make-pdfs.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

type Bytes = Uint8Array<ArrayBuffer>
const { signal } = new AbortController()
const pdf = (bytes: Bytes) => ({ bytes, contentType: 'application/pdf' as const })
async function read(bytes: Bytes) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(pdf(bytes), { signal })) pages.push(page)
  return pages
}
const text = (page?: PageOfWords) => page?.words.map((word) => word.text).join(' ')
const reasonOf = (error: { reason?: string }) => error.reason

/** Pages by the numbers of their objects, three of which are sound. */
const makePages = (kids: number[]) =>
  makeWrittenPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]/Count ${kids.length}>>`,
    stream(put('Factura F-1 del taller de Ana', 60, 700)),
    helvetica,
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>',
    stream('the last thing in the file, and nobody misses it'),
  ])

test('an empty password opens, another is asked for', async () => {
  const content = put('Factura F-1 del taller de Ana', 60, 700)
  expect(text((await read(makeLockedPdf(content, '')))[0])).toBe('Factura F-1 del taller de Ana')
  expect(await read(makeLockedPdf(content, 'secreto')).catch(reasonOf)).toBe('encrypted')
  expect(await reader.files(pdf(makeLockedPdf(content, 'secreto')), signal).catch(reasonOf)).toBe('encrypted')
})

test('a damaged page is empty, and the others are read', async () => {
  const pages = await read(makePages([5, 99, 5]))
  expect(pages.map((page) => page.words.length)).toEqual([6, 0, 6])
  expect(pages[1]).toMatchObject({ page: 2, failure: 'unreadable' })
  expect(await read(makePages([98, 99])).catch(reasonOf)).toBe('unreadable')
})

test('a document cut short gives the pages that are left of it', async () => {
  const whole = makePages([5, 5])
  expect(text((await read(whole.slice(0, whole.length - 60)))[0])).toContain('Factura F-1')
})

test('a book of two thousand pages is read, one page more is not', async () => {
  const kids = Array.from({ length: bounds.pages }, () => 5)
  const started = performance.now()
  const pages = await read(makePages(kids))
  expect(pages).toHaveLength(bounds.pages)
  expect(text(pages.at(-1))).toBe('Factura F-1 del taller de Ana')
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(await read(makePages([...kids, 5])).catch(reasonOf)).toBe('too-many-pages')
}, 30_000)

test('the files inside of a document are handed on, as many and as large as anybody needs', async () => {
  const document = await PDFDocument.load(await makePdf([{ lines: invoiceLines('A-1') }]))
  const invoice = new TextEncoder().encode('<rsm:CrossIndustryInvoice/>')
  await document.attach(invoice, 'factur-x.xml', { mimeType: 'text/xml' })
  await document.attach(new Uint8Array(11 * 1024 * 1024), 'plans.zip')
  const bytes = new Uint8Array(await document.save())
  const [attachment, ...others] = await reader.files(pdf(bytes), signal)
  expect(attachment).toEqual({ name: 'factur-x.xml', bytes: invoice })
  expect(others).toEqual([])
  for (let i = 0; i < 30; i++) await document.attach(invoice, `${i}.xml`)
  expect(await reader.files(pdf(new Uint8Array(await document.save())), signal)).toHaveLength(20)
})

test('a file that is pinned to a page is handed on like one of the document, and once', async () => {
  const pinned = (xml: string) =>
    makeOnePage(
      put('Factura F-1 del taller de Ana', 60, 700),
      '6 0 R 9 0 R',
      [
        '<</Type/Annot/Subtype/FileAttachment/Rect[10 10 30 30]/FS 7 0 R/Contents(pinned)>>',
        '<</Type/Filespec/F(factura.xml)/UF(factura.xml)/EF<</F 8 0 R>>>>',
        stream(xml, '/Type/EmbeddedFile'),
        '<</Type/Annot/Subtype/Text/Rect[50 10 70 30]/Contents(no file)>>',
      ],
      '/Names<</EmbeddedFiles<</Names[(factura.xml)7 0 R]>>>>',
    )
  const [file, ...others] = await reader.files(pdf(pinned('<Invoice/>')), signal)
  expect(file).toEqual({ name: 'factura.xml', bytes: new TextEncoder().encode('<Invoice/>') })
  expect(others).toEqual([])
  const onlyPinned = Buffer.from(pinned('<Invoice/>'))
    .toString('latin1')
    .replace('/EmbeddedFiles', '/NothingOfUse')
  expect(await reader.files(pdf(new Uint8Array(Buffer.from(onlyPinned, 'latin1'))), signal)).toHaveLength(1)
})

test('what can have no files inside has none', async () => {
  expect(await reader.files(pdf(await makePdf([{ lines: [] }])), signal)).toEqual([])
  const bytes = new Uint8Array(await (await makeInvoicePicture('A-2')).jpeg().toBuffer())
  expect(await reader.files({ bytes, contentType: 'image/jpeg' }, signal)).toEqual([])
  expect(await reader.files(pdf(new Uint8Array(9)), signal).catch(reasonOf)).toBe('unreadable')
})

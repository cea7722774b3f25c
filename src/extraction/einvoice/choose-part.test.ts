import { expect, test } from 'bun:test'
import { bounds } from '../../config.ts'
import type { PageOfWords } from '../../invoices/words.ts'
import { createLog } from '../../log.ts'
import { readXml } from '../../reading/thread/read-xml.ts'
import { makeDte, makeEnvelope } from '../../testing/e-invoices.ts'
import { createExtractor } from '../extractor.ts'
import { makeTed } from '../fiscal-codes/make-ted.ts'
import { makePage } from '../make-page.ts'
import { choosePart } from './choose-part.ts'
import { bytesOf, readSample } from './samples/read-sample.ts'

const extractor = createExtractor({ log: createLog('error', {}, () => {}) })
const options = { signal: new AbortController().signal, today: '2026-11-21' }

const ofFile = (bytes: Uint8Array<ArrayBuffer>, part: number) =>
  extractor.extract({ pages: [readXml(bytes)], files: [{ name: '', bytes }] }, { ...options, part })
const beside = (pages: PageOfWords[], xmls: Uint8Array<ArrayBuffer>[], part: number) =>
  extractor.extract(
    { pages, files: xmls.map((bytes, i) => ({ name: `${i}.xml`, bytes })) },
    { ...options, part },
  )
const broken = (checks: { ok: boolean; name: string }[]) =>
  checks.filter(({ ok }) => !ok).map(({ name }) => name)

const envelope = makeEnvelope([
  { folio: 4521, net: 76990, ted: makeTed() },
  { folio: 4522, net: 2000, ted: makeTed({ F: '4522', MNT: '2380', FE: '2026-03-12' }) },
  { folio: 4523, net: 76990 },
])

test('each invoice of a file has its own values, its own stamp and its own lines in the listing', async () => {
  const parts = await Promise.all([1, 2, 3].map((part) => ofFile(envelope, part)))
  expect(parts.map(({ data, parts }) => [data.invoice_number, data.date, data.total, parts])).toEqual([
    ['4521', '2026-03-11', 91618.1, 3],
    ['4522', '2026-03-12', 2380, 3],
    ['4523', '2026-03-13', 91618.1, 3],
  ])
  expect(parts[1]!.checks).toContainEqual(
    expect.objectContaining({
      name: 'several_invoices',
      ok: true,
      message: { es: 'Factura 2 de 3 de este archivo.', en: 'Invoice 2 of 3 in this file.' },
    }),
  )
  expect(broken(parts[1]!.checks)).toEqual([])
  const tops = parts.map(({ fields }) => fields.total!.box![1])
  expect(tops.toSorted((a, b) => a - b)).toEqual(tops)
  expect(new Set(tops).size).toBe(3)
})

test('a stamp that was tampered with is a warning for its own invoice and no other', async () => {
  const ted = makeTed({ F: '4522', MNT: '2380' }).replace('<MNT>2380</MNT>', '<MNT>9380</MNT>')
  const damaged = makeEnvelope([
    { folio: 4521, net: 1000 },
    { folio: 4522, net: 2000, ted },
  ])
  expect(broken((await ofFile(damaged, 1)).checks)).toEqual([])
  expect(broken((await ofFile(damaged, 2)).checks)).not.toEqual([])
})

test('a part that is not there is read as the pages, and the count tells', async () => {
  expect((await ofFile(envelope, 4)).parts).toBe(3)
})

test('of several files beside pages, each is held against the pages that name its number', async () => {
  const page = (folio: number, total: string) =>
    makePage(`
      Comercial Los Andes SpA        R.U.T.: 76.192.083-9
      FACTURA ELECTRONICA            N° ${folio}
      Fecha Emision: 1${folio % 10}/03/2026
      TOTAL                          ${total}
    `)
  const pages = [page(7, '1.190'), { ...page(8, '2.190'), page: 2 }]
  const files = [makeDte(7), makeDte(8)]
  const [first, second] = [await beside(pages, files, 1), await beside(pages, files, 2)]
  expect(broken(first.checks)).toEqual([])
  expect(first.fields.invoice_number).toMatchObject({ value: '7', page: 1 })
  expect(second.fields.invoice_number).toMatchObject({ value: '8', page: 2 })
  expect(broken(second.checks)).toEqual(['page_total'])
})

test('the same invoice in another file, and twice in one, is one', async () => {
  const peppol = bytesOf(await readSample('peppol.xml'))
  const twice = makeEnvelope([
    { folio: 9, net: 1000 },
    { folio: 9, net: 1000 },
  ])
  const count = (...files: Uint8Array<ArrayBuffer>[]) =>
    choosePart({ pages: [], files: files.map((bytes) => ({ name: 'x', bytes })) }, 1).parts
  expect(count(peppol, peppol)).toBe(1)
  expect(count(twice)).toBe(1)
  expect(count(twice, peppol, makeDte(10))).toBe(3)
})

test('of more than Folio takes, the first are taken, and each says so', async () => {
  const many = makeEnvelope(
    Array.from({ length: bounds.invoicesPerFile + 1 }, (_, i) => ({ folio: i + 1, net: 1000 })),
  )
  const { parts, checks } = await ofFile(many, 1)
  expect(parts).toBe(bounds.invoicesPerFile)
  expect(broken(checks)).toContain('several_invoices')
})

test('an XML of another kind may say something, but its elements’ names are not it', async () => {
  const { data } = await ofFile(
    bytesOf(
      '<manifesto><cargaTotal>17</cargaTotal><SignedInfo><Reference>ab</Reference></SignedInfo><emissao>2026-03-02</emissao></manifesto>',
    ),
    1,
  )
  expect(data).toMatchObject({ issuer_name: null, customer_name: null, date: '2026-03-02' })
})

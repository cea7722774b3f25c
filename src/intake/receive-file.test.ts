import { afterAll, beforeAll, expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import { createExtractor } from '../extraction/extractor.ts'
import { documentKey } from '../files/files.ts'
import { createReader } from '../reading/create-reader.ts'
import { invoiceLines, makePdf } from '../reading/make-documents.ts'
import { quiet } from '../testing/database.ts'
import { pdf } from '../testing/documents.ts'
import { makeDte, makeEnvelope } from '../testing/e-invoices.ts'
import { openWorld, type World } from '../testing/world.ts'
import { makeZip } from '../testing/zips.ts'

const reader = createReader({ workers: 1, bounds, log: quiet })
let world: World
beforeAll(async () => {
  world = await openWorld({}, { reader, extractor: createExtractor({ log: quiet }) })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await reader.close()
})

function send(name: string, bytes: Uint8Array<ArrayBuffer>, path = '/api/invoices/ocr') {
  const form = new FormData()
  form.append('files', new File([bytes], name))
  return world.request(path, { method: 'POST', body: form })
}
async function receive(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const answer = await send(name, bytes)
  const body = await answer.json()
  return { status: answer.status, code: body.code, accepted: body.accepted ?? [], rejected: body.rejected }
}
const codes = (rejected: { filename: string; code: string }[]) =>
  rejected.map(({ filename, code }) => `${filename} ${code}`)

test('a ZIP of an XML and its PDF is one invoice: fields by the XML, pages of the PDF', async () => {
  const shown = [
    'Comercial Los Andes SpA',
    'R.U.T.: 76.192.083-9',
    'FACTURA ELECTRONICA',
    'Folio 7',
    'Fecha 17-03-2026',
    'TOTAL $ 1.190',
  ]
  const lines = shown.map((text, i) => ({ text, x: 60, y: 760 - i * 40 }))
  const zip = makeZip({ 'F7.xml': makeDte(7), 'F7.pdf': await makePdf([{ lines }, { lines: [] }]) })
  const { status, accepted, rejected } = await receive('correo.zip', zip)
  expect([status, accepted.length, rejected]).toEqual([202, 1, []])
  expect(accepted[0].filename).toBe('correo.zip')
  const { id, ...invoice } = await world.reaches(accepted[0].id, 'waiting_validation')
  expect(invoice).toMatchObject({ contentType: 'application/zip', pages: 2, parts: 1 })
  expect(invoice.previewData).toMatchObject({ invoice_number: '7', total: 1190, issuer_tax_id: '76192083-9' })
  expect(invoice.fields.total).toMatchObject({ source: 'einvoice', page: 1, box: expect.any(Array) })
  expect((await world.request(`/api/invoices/${id}/pages/2.webp`)).status).toBe(200)
  const download = await world.request(`/api/invoices/${id}/download`)
  expect(download.headers.get('content-type')).toBe('application/zip')
  expect(new Uint8Array(await download.arrayBuffer())).toEqual(zip)

  const again = await receive('otro nombre.zip', zip)
  expect([again.status, again.code, again.rejected[0].duplicate_of]).toEqual([409, 'DUPLICATE', id])
})

test('a ZIP of several is as many, and what can’t be read is named within it', async () => {
  const one = async (number: string) => makePdf([{ lines: invoiceLines(number) }])
  const zip = makeZip({
    'notas.txt': 'notes',
    'uno.pdf': await one('F-101'),
    'sub/dos.pdf': await one('F-102'),
    'tres.pdf': await one('F-103'),
  })
  const { status, accepted, rejected } = await receive('marzo.zip', zip)
  expect(status).toBe(202)
  expect(accepted.map(({ filename }: { filename: string }) => filename)).toEqual([
    'uno.pdf',
    'dos.pdf',
    'tres.pdf',
  ])
  expect(codes(rejected)).toEqual(['marzo.zip/notas.txt UNSUPPORTED_FILE_TYPE'])
  const last = await world.reaches(accepted[2].id, 'waiting_validation')
  expect([last.contentType, last.previewData?.invoice_number]).toEqual(['application/pdf', 'F-103'])

  const again = await receive('marzo.zip', zip)
  expect([again.status, again.code]).toEqual([409, 'DUPLICATE'])
  expect(codes(again.rejected)).toEqual([
    'marzo.zip/uno.pdf DUPLICATE',
    'marzo.zip/sub/dos.pdf DUPLICATE',
    'marzo.zip/tres.pdf DUPLICATE',
    'marzo.zip/notas.txt UNSUPPORTED_FILE_TYPE',
  ])
})

test('pairs within a larger ZIP are packed by themselves, and found to be the same in another', async () => {
  const files = (from: number) =>
    Object.fromEntries(
      [from, from + 1].flatMap((folio) => [
        [`F${folio}.xml`, makeDte(folio)],
        [`F${folio}.pdf`, pdf(`view of ${folio}`)],
      ]),
    )
  const { accepted } = await receive('a.zip', makeZip(files(51)))
  expect(accepted.map(({ filename }: { filename: string }) => filename)).toEqual(['F51.zip', 'F52.zip'])
  const [row] = await world.client`select sha256, content_type from invoices where id = ${accepted[0].id}`
  expect(row!.content_type).toBe('application/zip')
  expect(await world.files.has(documentKey(row!.sha256))).toBe(true)
  const second = await receive('b.zip', makeZip({ ...files(52), ...files(51) }))
  expect(second.accepted).toHaveLength(1)
  expect(codes(second.rejected)).toEqual(['b.zip/F52.xml DUPLICATE', 'b.zip/F51.xml DUPLICATE'])
})

test('an envelope of several with one PDF is several invoices that share its pages', async () => {
  const envelope = makeEnvelope([
    { folio: 61, net: 1000 },
    { folio: 62, net: 2000 },
  ])
  const zip = makeZip({ 'envio.xml': envelope, 'envio.pdf': await makePdf([{ lines: invoiceLines('61') }]) })
  const { accepted } = await receive('envio.zip', zip)
  await world.reaches(accepted[0].id, 'waiting_validation')
  const [other] = await world.client`select id::int from invoices where part = 2 and filename = 'envio.zip'`
  const invoice = await world.reaches(other!.id, 'waiting_validation')
  expect(invoice).toMatchObject({ part: 2, pages: 1, previewData: { invoice_number: '62', total: 2380 } })
})

test('what is no use is refused at once, each with its own reason, and nothing is kept', async () => {
  const count = async () => Number((await world.client`select count(*) from invoices`)[0]!.count)
  const before = await count()
  const locked = makeZip({ 'a.pdf': pdf('locked') })
  locked[Buffer.from(locked).indexOf('PK\x01\x02') + 8]! |= 1
  const bomb = makeZip({ 'zeros.xml': new Uint8Array(bounds.zipUnpackedBytes + 1) })
  const cases: [string, Uint8Array<ArrayBuffer>, number, string][] = [
    ['empty', makeZip({}), 415, 'ZIP_EMPTY'],
    ['damaged', locked.slice(0, -9), 415, 'ZIP_DAMAGED'],
    ['locked', locked, 415, 'ZIP_ENCRYPTED'],
    ['notes', makeZip({ 'a.txt': 'notes' }), 415, 'UNSUPPORTED_FILE_TYPE'],
    ['bomb', bomb, 413, 'ZIP_TOO_LARGE'],
  ]
  for (const [what, bytes, status, code] of cases) {
    const began = performance.now()
    const refused = await receive(`${what}.zip`, bytes)
    expect([what, refused.status, refused.code]).toEqual([what, status, code])
    expect(performance.now() - began).toBeLessThan(1000)
  }
  expect(await count()).toBe(before)
})

test('garbage that begins like a ZIP is never a fault of the server', async () => {
  const good = makeZip({ 'F71.xml': makeDte(71), 'F71.pdf': pdf('71'), 'x.txt': 'x' })
  for (let round = 0; round < 40; round++) {
    const bytes = good.slice()
    for (let at = 4 + round; at < bytes.length; at += 37 + round) bytes[at] = (bytes[at]! * 7 + round) % 256
    expect((await send('g.zip', bytes)).status).toBeOneOf([202, 409, 413, 415])
  }
})

test('the page takes a ZIP as well, and tells of each document in it', async () => {
  const zip = makeZip({ 'p1.pdf': pdf('p1'), 'p2.pdf': pdf('p2'), 'p3.txt': 'no' })
  const form = new FormData()
  form.append('files', new File([zip], 'p.zip', { type: 'application/x-zip-compressed' }))
  const headers = { 'HX-Request': 'true', 'Sec-Fetch-Site': 'same-origin' }
  const html = await (await world.request('/invoices', { method: 'POST', body: form, headers })).text()
  expect([...html.matchAll(/class="file">([^<]+)</g)].map(([, name]) => name)).toEqual([
    'p1.pdf',
    'p2.pdf',
    'p.zip/p3.txt',
  ])
})

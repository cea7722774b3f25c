import { afterAll, beforeAll, expect, test } from 'bun:test'
import { documentKey } from '../files/files.ts'
import { pdf, saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Part = [field: string, name: string, bytes: Uint8Array<ArrayBuffer>]

function upload(parts: Part[], as?: World['ana']) {
  const form = new FormData()
  for (const [field, name, bytes] of parts) form.append(field, new File([bytes], name))
  return world.request('/api/invoices/ocr', { method: 'POST', body: form, ...(as ? { as } : {}) })
}

const jobs = async () =>
  Number((await world.client`select count(*) from pgboss.job where name = 'read-document'`)[0]!.count)
const rows = async () => Number((await world.client`select count(*) from invoices`)[0]!.count)

test('files under any of the three names are taken in, each with its row, its job and its bytes', async () => {
  const answer = await upload([
    ['files', 'uno.pdf', pdf('one')],
    ['file', 'dos.pdf', pdf('two')],
    ['image', 'tres.pdf', pdf('three')],
  ])
  expect(answer.status).toBe(202)
  const { accepted, rejected } = await answer.json()
  expect(rejected).toEqual([])
  expect(accepted.map((each: { filename: string; status: string }) => [each.filename, each.status])).toEqual([
    ['uno.pdf', 'processing'],
    ['dos.pdf', 'processing'],
    ['tres.pdf', 'processing'],
  ])
  expect(await jobs()).toBe(3)
  const [row] = await world.client`select sha256 from invoices where id = ${accepted[0].id}`
  expect(await world.files.read(documentKey(row!.sha256))).toEqual(pdf('one'))
})

test('what can be taken is taken, and the rest is named with its reason', async () => {
  const answer = await upload([
    ['files', 'good.pdf', pdf('good')],
    ['files', 'page.html', new TextEncoder().encode('<!doctype html><p>no')],
    ['files', 'empty.pdf', new Uint8Array()],
    ['files', 'big.pdf', pdf('x'.repeat(10 * 1024 * 1024))],
  ])
  expect(answer.status).toBe(202)
  const { accepted, rejected } = await answer.json()
  expect(accepted).toHaveLength(1)
  expect(rejected.map((each: { filename: string; code: string }) => [each.filename, each.code])).toEqual([
    ['page.html', 'UNSUPPORTED_FILE_TYPE'],
    ['empty.pdf', 'EMPTY_FILE'],
    ['big.pdf', 'FILE_TOO_LARGE'],
  ])
})

test('nothing accepted is a problem by the first cause that carries what was rejected', async () => {
  const before = await rows()
  const html = new TextEncoder().encode('<html>')
  const cases: [Part[], number][] = [
    [
      [
        ['files', 'a.html', html],
        ['files', 'big.pdf', pdf('x'.repeat(10 * 1024 * 1024))],
      ],
      415,
    ],
    [
      [
        ['files', 'big.pdf', pdf('x'.repeat(10 * 1024 * 1024))],
        ['files', 'a.html', html],
      ],
      413,
    ],
    [[['files', 'again.pdf', pdf('good')]], 409],
    [[['other', 'a.pdf', pdf('other')]], 400],
    [[], 400],
  ]
  for (const [parts, status] of cases) {
    const answer = await upload(parts)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const problem = await answer.json()
    expect(problem).toMatchObject({
      status,
      detail: expect.any(String),
      code: expect.any(String),
      request_id: expect.any(String),
    })
    expect(problem.rejected).toHaveLength(status === 400 ? 0 : parts.length)
  }
  expect(await rows()).toBe(before)
})

test('a body that is no form, or breaks off, is malformed and leaves nothing', async () => {
  const before = await rows()
  const bodies: [string, string][] = [
    ['application/json', '{}'],
    ['multipart/form-data', 'x'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.4',
    ],
  ]
  for (const [type, body] of bodies) {
    const answer = await world.request('/api/invoices/ocr', {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    })
    expect(answer.status).toBe(400)
  }
  expect(await rows()).toBe(before)
})

test('the same file uploaded many times at once is one invoice, and the others learn which', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => upload([['files', 'twin.pdf', pdf('twin')]])),
  )
  const statuses = answers.map((answer) => answer.status).sort()
  expect(statuses).toEqual([202, 409, 409, 409, 409, 409, 409, 409])
  const bodies = await Promise.all(answers.map((answer) => answer.json()))
  const id = bodies.find((body) => body.accepted)!.accepted[0].id
  for (const body of bodies.filter((each) => each.rejected?.length))
    expect(body.rejected[0]).toMatchObject({ code: 'DUPLICATE', duplicate_of: id })
})

test('an uploader is not told of documents that are not theirs', async () => {
  await upload([['files', 'private.pdf', pdf('of ana')]])
  const answer = await upload([['files', 'private.pdf', pdf('of ana')]], world.ulises)
  expect(answer.status).toBe(202)
})

test('a name that lies is made harmless', async () => {
  const answer = await upload([['files', '../../etc/pass\u202Ewd<img src=x>.exe', pdf('named')]])
  const { accepted } = await answer.json()
  expect(accepted[0].filename).not.toContain('/')
  expect(accepted[0].filename).not.toContain('\u202E')
})

test('a document goes all the way', async () => {
  await world.work()
  const answer = await upload([['files', 'whole.pdf', pdf(saying({ invoice_number: 'W-1' }))]])
  const { accepted } = await answer.json()
  const invoice = await world.reaches(accepted[0].id, 'waiting_validation')
  expect(invoice.previewData).toMatchObject({ invoice_number: 'W-1', total: 1190 })
  expect(invoice).toMatchObject({ pages: 1, stage: 'done', invoiceNumber: 'W-1', total: '1190.000000' })
  const failed = await world.receive('fails:encrypted')
  expect((await world.reaches(failed.id, 'failed')).error).toMatchObject({ code: 'ENCRYPTED' })
})

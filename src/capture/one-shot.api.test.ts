import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { accountOf } from '../accounts/accounts.ts'
import { createApiToken } from '../accounts/api-tokens.ts'
import { createBearer } from '../accounts/bearer.ts'
import { balanceOf, grantCredits } from '../accounts/credits.ts'
import { bounds } from '../config.ts'
import type { Extractor } from '../extraction/extraction.ts'
import { documentKey } from '../files/files.ts'
import { removeDocument } from '../intake/remove-document.ts'
import { pdf, saying } from '../testing/documents.ts'
import { fakeExtractor } from '../testing/fake-engines.ts'
import { openWorld, type World } from '../testing/world.ts'
import { purgeCalls } from './known-calls.ts'
import { oneShotAnswer, oneShotFailure } from './one-shot-json.ts'
import { settleAbandoned, settleLeftCalls } from './settle-call.ts'

const path = '/api/v4/invoices/upload-ocr'
let world: World
let account: Account
let people = 0
/** Whether each document that was extracted was said to be put together of several captures. */
const combined: (boolean | undefined)[] = []
beforeAll(async () => {
  const extractor: Extractor = {
    ...fakeExtractor,
    extract(read, circumstances) {
      combined.push(circumstances.isCombined)
      return fakeExtractor.extract(read, circumstances)
    },
  }
  world = await openWorld({ CREDITS_INITIAL: '105', UPLOAD_LIMIT_PER_HOUR: '100' }, { extractor })
  await world.work()
})
afterAll(() => world.close())
beforeEach(async () => {
  account = await accountOf(world.db, `sender ${++people}`, 105)
})

let documents = 0
const found = (more: object = {}) => ({ invoice_number: `F-${++documents}`, ...more })
const document = (more: object = {}) => pdf(saying({ ...found(), ...more }))

interface Sending {
  field?: string
  mode?: string
  name?: string
}
function formOf(
  bytes: Uint8Array<ArrayBuffer>,
  { field = 'image', mode, name = 'factura.pdf' }: Sending = {},
) {
  const form = new FormData()
  form.append(field, new File([bytes], name))
  if (mode !== undefined) form.append('mode', mode)
  return form
}
async function send(body: BodyInit | null, init: Parameters<World['request']>[1] = {}) {
  const response = await world.request(path, { method: 'POST', as: account, body, ...init })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const upload = (bytes: Uint8Array<ArrayBuffer>, sending?: Sending) => send(formOf(bytes, sending))

const told = {
  request_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  execution_time_ms: expect.any(Number),
  cached: false,
}
const failure = (code: string, message: string, details: unknown = null) => ({
  success: false,
  data: null,
  error: { code, message, details },
  ...told,
})
const nothing = { invoice_number: null, issuer_name: null, total: null, products_count: null }
const ocrFailure = (message: string, more: object = {}) =>
  failure('OCR_PROCESSING_FAILED', 'OCR processing failed', {
    success: false,
    cost_lumis: 0,
    message,
    cufe: null,
    partial_data: nothing,
    ...more,
  })
const poor = () => grantCredits(world.db, account.id, -105, 'test')
const balance = () => balanceOf(world.db, account.id)
const invoicesOf = async () => {
  const list = await world.request('/api/invoices/?sort=created_at', { as: account })
  return (await list.json()).items as Record<string, unknown>[]
}
/** What became of the calls: how often each. */
const ledger = async () => {
  const rows = await world.db.execute<{ kind: string; count: number }>(
    sql`select kind, count(*)::int as count from credit_entries where account_id = ${account.id} group by kind`,
  )
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
}
const ledgerBalances = async () => {
  const [row] = await world.db.execute<{ same: boolean }>(sql`
    select (select sum(change) from credit_entries where account_id = ${account.id}) =
      (select balance from credit_balances where account_id = ${account.id}) as same`)
  return row!.same
}

const products = [
  { name: 'Café', quantity: 1, unit_price: 400, total_price: 400, tax_rate: null },
  { name: 'Pan', quantity: 2, unit_price: 300, total_price: 600, tax_rate: null },
]

test('200: the fields, in the envelope, and 15 Lümis', async () => {
  const { status, headers, body } = await upload(
    document({ invoice_number: 'FACT-1', cufe: 'FE01-77', products }),
  )
  expect(body).toEqual({
    success: true,
    data: {
      success: true,
      cufe: 'FE01-77',
      invoice_number: 'FACT-1',
      issuer_name: 'Comercial Ñandú SpA',
      total: 1190,
      products_count: 2,
      cost_lumis: 15,
      status: 'pending_validation',
      message: 'Factura procesada exitosamente',
    },
    error: null,
    ...told,
  })
  expect(status).toBe(200)
  expect(oneShotAnswer.parse(body)).toEqual(body)
  expect(headers.get('x-request-id')).toBe(body.request_id)
  expect(headers.get('x-ratelimit-limit')).toBe('100')
  expect(headers.get('x-ratelimit-remaining')).toBe('99')
  expect(Number(headers.get('x-ratelimit-reset'))).toBeWithin(Date.now() / 1000, Date.now() / 1000 + 3_601)
  expect(await balance()).toBe(90)
  expect(await ledger()).toEqual({ grant: 1, hold: 1, capture: 1 })
})

test('a document without a key of its own gets one of 40 digits, the same for the same invoice', async () => {
  const one = { issuer_name: 'Tienda Sur', invoice_number: 'A-7', date: '2026-01-02', total: 9.5 }
  const first = await upload(document(one), { field: 'file' })
  const second = await upload(document({ ...one, issuer_name: 'TIENDA  SUR', customer_name: 'Otro' }))
  const other = await upload(document({ ...one, total: 9.6 }))
  expect(first.body.data.cufe).toMatch(/^[0-9a-f]{40}$/)
  expect(second.body.data.cufe).toBe(first.body.data.cufe)
  expect(other.body.data.cufe).not.toBe(first.body.data.cufe)
})

test('the invoice waits for validation, its account sees it, its text is found, and its document is gone', async () => {
  await upload(document({ issuer_name: 'Librería Quetzal', customer_name: 'Zoraida Wq' }))
  const [invoice] = await invoicesOf()
  expect(invoice).toMatchObject({ status: 'waiting_validation', source: 'ocr_v4', filename: 'factura.pdf' })
  const get = async (rest: string, as = account) =>
    (await world.request(`/api/invoices/${invoice!.id}${rest}`, { as })).status
  expect([await get('/download'), await get('/pages/1.webp')]).toEqual([410, 410])
  expect(await get('', await accountOf(world.db, 'stranger', 105))).toBe(404)
  const hits = await world.request('/api/invoices/?q=zoraida', { as: account })
  expect((await hits.json()).items).toHaveLength(1)
  const page = await (await world.request(`/invoices/${invoice!.id}`)).text()
  expect(page).toContain('La imagen no se conservó; esto es lo que decía.')
  const { sha256 } = invoice as { sha256: string }
  await removeDocument(world.deps, sha256)
  expect(await world.files.has(documentKey(sha256))).toBe(false)
  expect(await world.db.execute(sql`select from page_words where sha256 = ${sha256}`)).toHaveLength(1)
})

test('400, 413 and 415: the form and its file', async () => {
  const noFile = failure('NO_IMAGE_FILE', "No image file provided. Use 'image' or 'file' field name.")
  const otherField = new FormData()
  otherField.append('photo', new File([document()], 'a.pdf'))
  const empty = await upload(new Uint8Array(0))
  const answers = [
    await send(otherField),
    empty,
    await send('{}', { headers: { 'Content-Type': 'application/json' } }),
  ]
  for (const { status, body } of answers) expect([status, body]).toEqual([400, noFile])
  const badMode = await upload(document(), { mode: '3' })
  expect([badMode.status, badMode.body]).toEqual([
    400,
    failure('INVALID_MODE', "Invalid mode. Use '1' (normal) or '2' (combined image)."),
  ])
  const tooLarge = new Uint8Array(bounds.uploadBytes + 1)
  tooLarge.set(document())
  const large = await upload(tooLarge)
  expect([large.status, large.body]).toEqual([
    413,
    failure('FILE_TOO_LARGE', 'Image file too large (max 10MB)'),
  ])
  const gif = await upload(new TextEncoder().encode('GIF89a…'), { name: 'factura.jpg' })
  const xml = await upload(new TextEncoder().encode('<?xml version="1.0"?><Invoice/>'))
  for (const { status, body, headers } of [gif, xml]) {
    expect([status, body]).toEqual([
      415,
      failure('INVALID_FORMAT', 'Invalid image format. Supported: JPEG, PNG, PDF'),
    ])
    expect(oneShotFailure.parse(body)).toEqual(body)
    expect(headers.get('x-ratelimit-remaining')).toBe('100')
  }
  expect(await balance()).toBe(105)
})

test('a form that breaks off is told so, and costs nothing', async () => {
  const { status, body } = await send(
    '--x\r\nContent-Disposition: form-data; name="image"; filename="a.pdf"\r\n\r\n%PDF',
    {
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    },
  )
  expect([status, body.error.code]).toEqual([400, 'MULTIPART_BROKEN'])
  expect(await ledger()).toEqual({ grant: 1 })
})

test('mode=2 says that several captures were put together; nothing, and mode=1, that there is one', async () => {
  for (const mode of [undefined, '1', '2', ' 2 ', '']) {
    combined.length = 0
    expect((await upload(document(), mode === undefined ? {} : { mode })).status).toBe(200)
    expect(combined).toEqual([mode?.trim() === '2'])
  }
})

test('402: the balance does not reach', async () => {
  await poor()
  const { status, body, headers } = await upload(document())
  expect([status, body]).toEqual([
    402,
    ocrFailure('Saldo insuficiente de Lümis. Necesitas 15 Lümis.', { cost_lumis: 15 }),
  ])
  expect(headers.get('x-ratelimit-remaining')).toBe('100')
  expect(await invoicesOf()).toEqual([])
})

test('429: the limit of the hour is reached, and nothing is held', async () => {
  await limitTo(1)
  expect((await upload(document())).headers.get('x-ratelimit-remaining')).toBe('0')
  const { status, body, headers } = await upload(document())
  expect([status, body]).toEqual([
    429,
    ocrFailure('Has alcanzado el límite de procesamiento OCR. Intenta más tarde.'),
  ])
  expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['1', '0'])
  expect(await ledger()).toEqual({ grant: 1, hold: 1, capture: 1 })
})

test('401: without a good token, before anything else, and without telling of limits', async () => {
  const expired = await createBearer(account.subject, -60, world.secret)
  for (const authorization of [undefined, 'Bearer nonsense', `Bearer ${expired}`]) {
    const headers: Record<string, string> = authorization ? { Authorization: authorization } : {}
    const { status, body, headers: answered } = await send('rubbish', { as: null, headers })
    expect(status).toBe(401)
    expect(body).toEqual(failure('UNAUTHENTICATED', expect.any(String)))
    expect(answered.get('x-ratelimit-limit')).toBeNull()
  }
})

test('403: a token that may only read is told the limit of its account', async () => {
  const { token } = await createApiToken(world.db, account.id, { name: 'x', scope: 'read', ttlSeconds: 60 })
  const { status, body, headers } = await send('rubbish', {
    as: null,
    headers: { Authorization: `Bearer ${token}` },
  })
  expect([status, body]).toEqual([403, failure('WRONG_SCOPE', expect.any(String))])
  expect(headers.get('x-ratelimit-remaining')).toBe('100')
})

test('422: a field is missing, what was found is told, nothing is charged, and nobody has to validate it', async () => {
  const { status, body } = await upload(document({ invoice_number: null, total: null, products }))
  const message =
    'Faltan datos obligatorios: número de factura y total. Toma la foto de nuevo, nítida y completa.'
  expect([status, body]).toEqual([
    422,
    ocrFailure(message, {
      partial_data: { ...nothing, issuer_name: 'Comercial Ñandú SpA', products_count: 2 },
    }),
  ])
  expect(await ledger()).toEqual({ grant: 1, hold: 1, release: 1 })
  expect(await balance()).toBe(105)
  expect(await invoicesOf()).toMatchObject([
    { status: 'rejected', error: { code: 'OCR_PROCESSING_FAILED', message } },
  ])
})

test('what was set aside for a missing field can be brought back with what was found', async () => {
  await upload(document({ total: null }))
  const [invoice] = (await invoicesOf()) as { id: number; preview_data: object }[]
  await world.request(`/api/invoices/${invoice!.id}/retry`, { method: 'POST', as: account })
  const again = await world.reaches(invoice!.id, 'waiting_validation')
  expect(again.previewData).toEqual(invoice!.preview_data as never)
})

test('422: a document that can’t be read', async () => {
  const { status, body } = await upload(pdf(`fails:unreadable ${++documents}`))
  const [invoice] = (await invoicesOf()) as { status: string; error: { message: string } }[]
  expect(invoice!.status).toBe('failed')
  expect([status, body]).toEqual([422, ocrFailure(invoice!.error.message)])
  expect(await balance()).toBe(105)
})

test('500: in the envelope too', async () => {
  const { stage } = world.files
  try {
    world.files.stage = () => Promise.reject(new Error('out of order'))
    const broken = await upload(document())
    expect(broken.status).toBe(500)
    expect(broken.body).toEqual(failure('INTERNAL', expect.stringContaining('request_id')))
    expect(broken.headers.get('x-ratelimit-limit')).toBe('100')
  } finally {
    world.files.stage = stage
  }
})

test('what is looked at first is told first: token, form, file, balance, limit', async () => {
  await limitTo(0)
  await poor()
  const statusOf = async (body: BodyInit, more: object = {}) => (await send(body, more)).status
  const image = new TextEncoder().encode('GIF89a')
  expect(await statusOf('rubbish', { as: null })).toBe(401)
  expect(await statusOf(formOf(image, { mode: '9' }))).toBe(400)
  expect(await statusOf(formOf(image))).toBe(415)
  expect(await statusOf(formOf(document()))).toBe(402)
  await grantCredits(world.db, account.id, 15, 'test')
  expect(await statusOf(formOf(document()))).toBe(429)
  await limitTo(5)
  expect(await statusOf(formOf(document({ total: null })))).toBe(422)
  expect(await statusOf(formOf(document()))).toBe(200)
})

test('the same bytes and mode are answered again without a charge, also to who has nothing left', async () => {
  const bytes = document()
  const first = await upload(bytes)
  await grantCredits(world.db, account.id, -90, 'test')
  const again = await upload(bytes)
  expect(again.status).toBe(200)
  expect(again.body).toEqual({
    ...first.body,
    data: { ...first.body.data, cost_lumis: 0 },
    ...told,
    cached: true,
  })
  expect(again.headers.get('x-ratelimit-remaining')).toBe('99')
  expect((await upload(bytes, { mode: '2' })).status).toBe(402)
  expect(await invoicesOf()).toHaveLength(1)
})

test('but not to somebody else, nor after a day, nor once its invoice was rejected', async () => {
  const bytes = document()
  const sender = account
  await upload(bytes)
  account = await accountOf(world.db, 'somebody else', 105)
  expect((await upload(bytes)).body.cached).toBe(false)
  account = sender
  await world.db.execute(sql`update one_shot_calls set created_at = now() - interval '25 hours'`)
  expect((await upload(bytes)).body.cached).toBe(false)
  const newest = (await invoicesOf()).at(-1)!
  await world.request(`/api/invoices/${newest.id}/reject`, { method: 'POST', json: { reason: 'no' } })
  expect((await upload(bytes)).body.cached).toBe(false)
})

test('a deleted invoice is answered no more, and calls are forgotten after a day', async () => {
  const bytes = document()
  await upload(bytes)
  const [invoice] = await invoicesOf()
  expect((await world.request(`/api/invoices/${invoice!.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await upload(bytes)).body.cached).toBe(false)
  const calls = () => world.db.execute(sql`select from one_shot_calls where account_id = ${account.id}`)
  await purgeCalls(world.deps)
  expect(await calls()).toHaveLength(2)
  await world.db.execute(sql`update one_shot_calls set created_at = now() - interval '25 hours'`)
  await purgeCalls(world.deps)
  expect(await calls()).toHaveLength(0)
  expect(await ledger()).toEqual({ grant: 1, hold: 2, capture: 2 })
})

test('what was uploaded before does not get in its way, nor it in the way of what is uploaded later', async () => {
  const bytes = document()
  const ordinary = () =>
    world.request('/api/invoices/ocr', { method: 'POST', as: account, body: formOf(bytes) })
  expect((await ordinary()).status).toBe(202)
  expect((await upload(bytes)).status).toBe(200)
  const other = document()
  expect((await upload(other)).status).toBe(200)
  const form = () => world.request('/api/invoices/ocr', { method: 'POST', as: account, body: formOf(other) })
  expect((await form()).status).toBe(202)
  expect((await form()).status).toBe(409)
  const [first] = await invoicesOf()
  expect((await world.request(`/api/invoices/${first!.id}/download`, { as: account })).status).toBe(200)
})

test('fifty at once with credits for seven: seven are charged, the others get 402', async () => {
  const sent = await Promise.all(Array.from({ length: 50 }, () => upload(document())))
  const statuses = Object.groupBy(sent, ({ status }) => status)
  expect([statuses[200]?.length, statuses[402]?.length]).toEqual([7, 43])
  expect(await ledger()).toEqual({ grant: 1, hold: 7, capture: 7 })
  expect([await balance(), await ledgerBalances()]).toEqual([0, true])
  expect(await invoicesOf()).toHaveLength(7)
})

test('422 OCR_TIMEOUT: not charged; sent again it goes on with the same invoice, and is charged once', async () => {
  world.engines.hold()
  const bytes = pdf(saying({ ...found({ purchase_order: 'waits' }) }))
  const { status, body } = await hurried(() => upload(bytes))
  expect([status, body.error.code, body.error.message]).toEqual([
    422,
    'OCR_TIMEOUT',
    'OCR processing timed out',
  ])
  expect(body.error.details).toMatchObject({
    success: false,
    cost_lumis: 0,
    cufe: null,
    partial_data: nothing,
  })
  expect(await balance()).toBe(105)
  const again = upload(bytes)
  world.engines.gate.open()
  expect((await again).status).toBe(200)
  expect(await invoicesOf()).toHaveLength(1)
  expect(await ledger()).toEqual({ grant: 1, hold: 2, release: 1, capture: 1 })
})

test('what came too late waits for validation without its document, and is paid when it is sent again', async () => {
  world.engines.hold()
  const bytes = pdf(saying({ ...found({ purchase_order: 'waits' }) }))
  await hurried(() => upload(bytes))
  world.engines.gate.open()
  const [{ id }] = (await invoicesOf()) as [{ id: number }]
  await world.reaches(id, 'waiting_validation')
  await settleLeftCalls(world.deps)
  expect((await world.request(`/api/invoices/${id}/download`, { as: account })).status).toBe(410)
  expect(await balance()).toBe(105)
  expect((await upload(bytes)).body).toMatchObject({ success: true, cached: false, data: { cost_lumis: 15 } })
  expect(await invoicesOf()).toHaveLength(1)
  expect(await balance()).toBe(90)
})

test('who hangs up is not charged; sent again it goes on with the same invoice', async () => {
  world.engines.hold()
  const bytes = pdf(saying({ ...found({ purchase_order: 'waits' }) }))
  const controller = new AbortController()
  const hung = send(formOf(bytes), { signal: controller.signal }).catch(() => {})
  await world.engines.gate.reached
  controller.abort()
  await hung
  expect(await balance()).toBe(105)
  world.engines.gate.open()
  expect((await upload(bytes)).status).toBe(200)
  expect(await invoicesOf()).toHaveLength(1)
  expect(await ledger()).toEqual({ grant: 1, hold: 2, release: 1, capture: 1 })
})

test('a call whose process died is settled by another: paid when it was done, given back when it was not', async () => {
  const leave = (answerBy: string, invoice: string) =>
    world.db.execute(sql`
      with call as (
        insert into one_shot_calls (id, account_id, sha256, mode, cost, invoice_id, answer_by)
        select gen_random_uuid(), ${account.id}, repeat('0', 64), 1, 15, ${sql.raw(invoice)}, ${sql.raw(answerBy)}
        returning id
      ), taken as (update credit_balances set balance = balance - 15 where account_id = ${account.id} returning balance)
      , entered as (insert into credit_entries (account_id, kind, amount, balance, reference)
        select ${account.id}, 'hold', 15, balance, 'one-shot:' || id from call, taken)
      insert into credit_holds (reference, account_id, amount, expires_at)
      select 'one-shot:' || id, ${account.id}, 15, now() + interval '1 hour' from call`)
  const { id } = await world.receive(saying(found()), account)
  await world.reaches(id, 'waiting_validation')
  await leave("now() + interval '1 minute'", String(id))
  await settleLeftCalls(world.deps)
  expect(await ledger()).toEqual({ grant: 1, hold: 1, capture: 1 })
  // a process that lives no more; the other one is not known
  await leave("now() + interval '1 minute'", 'null')
  await world.db.execute(
    sql`update one_shot_calls set held_by = 7 where account_id = ${account.id} and state = 'open'`,
  )
  await settleAbandoned(world.deps, account.id)
  expect(await ledger()).toEqual({ grant: 1, hold: 2, capture: 1, release: 1 })
  await leave("now() - interval '1 minute'", 'null')
  await settleAbandoned(world.deps, account.id)
  expect(await ledger()).toMatchObject({ hold: 3, release: 1 })
  await settleLeftCalls(world.deps)
  expect(await ledger()).toEqual({ grant: 1, hold: 3, capture: 1, release: 2 })
  expect([await balance(), await ledgerBalances()]).toEqual([90, true])
})

async function limitTo(limit: number) {
  await world.db.execute(sql`update accounts set upload_limit_per_hour = ${limit} where id = ${account.id}`)
}

/** As if half a second were as long as an answer may take. */
async function hurried<T>(act: () => Promise<T>) {
  const { bounds: patient } = world.config
  Object.assign(world.config, { bounds: { ...patient, oneShotMs: 500 } })
  try {
    return await act()
  } finally {
    Object.assign(world.config, { bounds: patient })
  }
}

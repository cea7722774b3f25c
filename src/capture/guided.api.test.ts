import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { type Account, accounts } from '../accounts/accounts.table.ts'
import { type Found, fakePhotos } from '../testing/photos.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
const photos = fakePhotos()
const { photo } = photos
beforeAll(async () => {
  world = await openWorld({}, photos.engines)
  await world.work()
})
afterAll(() => world.close())
// quotas are tested where they are the point
beforeEach(async () => {
  await world.client`delete from limit_windows`
})

const products = [{ name: 'Arroz', quantity: 2, unit_price: 1.5, total_price: 3, tax_rate: null }]
const everything: Found = {
  issuer_name: 'Supermercado La Pradera',
  invoice_number: 'F001-000123',
  date: '2025-09-05',
  total: 45.67,
  products,
}
const { issuer_name, date } = everything
const shownProducts = [{ name: 'Arroz', quantity: 2, unit_price: 1.5, total_price: 3 }]

interface Call {
  as?: Account | null
  headers?: Record<string, string>
}
type Fields = Record<string, string | string[] | Uint8Array<ArrayBuffer>>

function send(fields: Fields, { as = world.ulises, headers }: Call = {}) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields))
    if (value instanceof Uint8Array) form.append(name, new File([value], 'foto.jpg', { type: 'image/jpeg' }))
    else for (const each of [value].flat()) form.append(name, each)
  return world.request('/api/v4/invoices/ocr-process', { method: 'POST', body: form, as, headers })
}

const begin = async (found: Found, call?: Call) => {
  const answer = await send({ action: 'initial', image: await photo(found) }, call)
  expect(answer.status).toBe(200)
  return answer.json()
}
const retry = async (session_id: string, found: Found, more: Fields = {}) =>
  send({ action: 'retry', session_id, image: await photo(found), ...more })

/** The same as in the first answer of the seed, but for what differs. */
const refused = (code: string, message: unknown = expect.any(String)) => ({
  success: false,
  session_id: null,
  attempt_count: 0,
  max_attempts: 5,
  status: 'failed',
  detected_fields: { issuer_name: null, invoice_number: null, date: null, total: null, products: [] },
  missing_fields: [],
  consolidated_image: null,
  message,
  cost: { lumis_used: 0, tokens_used: 0 },
  error: { code, message },
})

const jpegIn = (text: string) => sharp(Buffer.from(text, 'base64')).metadata()

test('a picture that shows everything completes the session, with the picture as a JPEG', async () => {
  const answer = await begin(everything)
  expect(answer).toEqual({
    success: true,
    session_id: expect.stringMatching(/^ocr_sess_\w+$/),
    attempt_count: 1,
    max_attempts: 5,
    status: 'complete',
    detected_fields: { ...everything, products: shownProducts },
    missing_fields: [],
    consolidated_image: expect.any(String),
    message: 'Todos los campos fueron detectados correctamente',
    cost: { lumis_used: 0, tokens_used: 0 },
  })
  expect(await jpegIn(answer.consolidated_image)).toMatchObject({ format: 'jpeg', width: 60, height: 90 })
})

test('what is missing is named, with what to photograph next', async () => {
  const answer = await begin({ issuer_name, date })
  expect(answer).toEqual({
    success: true,
    session_id: expect.any(String),
    attempt_count: 1,
    max_attempts: 5,
    status: 'needs_retry',
    detected_fields: { issuer_name, invoice_number: null, date, total: null, products: [] },
    missing_fields: ['invoice_number', 'total', 'products'],
    consolidated_image: null,
    message: 'Faltan campos: número de factura, total y productos. Sube una foto enfocando estas áreas',
    cost: { lumis_used: 0, tokens_used: 0 },
  })
})

test('a retry tells of its progress, and the last one completes the session', async () => {
  const { session_id } = await begin({ issuer_name, date })
  const progress = await retry(session_id, { invoice_number: 'F001-000123' })
  expect(progress.status).toBe(200)
  expect(await progress.json()).toEqual({
    success: true,
    session_id,
    attempt_count: 2,
    max_attempts: 5,
    status: 'needs_retry',
    detected_fields: { issuer_name, invoice_number: 'F001-000123', date, total: null, products: [] },
    missing_fields: ['total', 'products'],
    consolidated_image: null,
    message: '¡Progreso! Se detectó el número de factura. Sube una foto clara del área del total y productos',
    cost: { lumis_used: 0, tokens_used: 0 },
  })
  const none = await (await retry(session_id, { issuer_name: 'Otro', date: '2020-01-01' })).json()
  expect(none).toMatchObject({
    attempt_count: 3,
    detected_fields: { issuer_name, date },
    message: 'Aún faltan el total y los productos. Sube una foto clara del área del total y productos',
  })
  const last = await (await retry(session_id, { total: 45.67, products })).json()
  expect(last).toMatchObject({ success: true, attempt_count: 4, status: 'complete', missing_fields: [] })
  expect(await jpegIn(last.consolidated_image)).toMatchObject({ format: 'jpeg' })
})

test('after five attempts a person takes over, and a sixth is refused', async () => {
  const { session_id } = await begin({ issuer_name, invoice_number: 'F001-000123', date })
  for (let attempt = 2; attempt < 5; attempt++)
    expect(await (await retry(session_id, {})).json()).toMatchObject({
      attempt_count: attempt,
      success: true,
    })
  const fifth = await retry(session_id, {})
  expect(fifth.status).toBe(200)
  expect(await fifth.json()).toEqual({
    success: false,
    session_id,
    attempt_count: 5,
    max_attempts: 5,
    status: 'manual_review',
    detected_fields: { issuer_name, invoice_number: 'F001-000123', date, total: null, products: [] },
    missing_fields: ['total', 'products'],
    consolidated_image: null,
    message: 'Se alcanzó el límite de intentos. Esta factura será revisada por nuestro equipo',
    cost: { lumis_used: 0, tokens_used: 0 },
  })
  const sixth = await retry(session_id, {})
  expect(sixth.status).toBe(409)
  expect(await sixth.json()).toEqual({
    ...refused('SESSION_OVER'),
    session_id,
    attempt_count: 5,
    status: 'manual_review',
  })
})

test('what the session ends as waits for validation, with every picture as a page and each proof on its own', async () => {
  const { session_id } = await begin({ issuer_name, date })
  await retry(session_id, { total: 45.67, products, invoice_number: 'F001-000123' })
  const [{ invoice_id } = {}] =
    await world.client`select invoice_id from capture_sessions where id = ${session_id}`
  const answer = await world.request(`/api/invoices/${invoice_id}`, { as: world.rita })
  const invoice = await answer.json()
  expect(invoice).toMatchObject({
    status: 'waiting_validation',
    source: 'session',
    pages: 2,
    content_type: 'application/pdf',
    preview_data: { ...everything, products },
    fields: { issuer_name: { page: 1 }, total: { page: 2 } },
  })
  const file = await world.request(`/api/invoices/${invoice_id}/download`, { as: world.rita })
  expect(new TextDecoder('latin1').decode(await file.arrayBuffer())).toMatch(/^%PDF-1\.4[\s\S]*\/Count 2/)
  expect((await world.request(`/api/invoices/${invoice_id}`, { as: world.ulises })).status).toBe(200)
})

test('the same review queue has what could not be completed', async () => {
  const { session_id } = await begin({ issuer_name })
  for (let attempt = 2; attempt <= 5; attempt++) await retry(session_id, {})
  const answer = await world.request(
    '/api/invoices/?source=session&status=waiting_validation&sort=-created_at',
  )
  const [newest] = (await answer.json()).items
  expect(newest).toMatchObject({ pages: 5, preview_data: { issuer_name, total: null } })
})

test('ocr-consolidate answers with the pictures of a session as one, complete or not', async () => {
  const { session_id } = await begin({ issuer_name })
  await retry(session_id, {})
  await retry(session_id, {})
  const ask = (body: unknown, as = world.ulises) =>
    world.request('/api/v4/invoices/ocr-consolidate', { method: 'POST', json: body, as })
  const answer = await ask({ session_id })
  expect(answer.status).toBe(200)
  const said = await answer.json()
  expect(said).toEqual({
    success: true,
    consolidated_image: expect.any(String),
    original_images_count: 3,
    optimization: { quality: 85, format: 'JPEG', size_reduction: expect.stringMatching(/^-?\d+%$/) },
  })
  expect((await jpegIn(said.consolidated_image)).height).toBeGreaterThan(3 * 90)
  const asAction = await (await send({ action: 'consolidate', session_id })).json()
  expect(asAction).toMatchObject({ ...said, session_id, attempt_count: 3, status: 'needs_retry' })

  expect((await ask({ session_id }, world.rita)).status).toBe(404)
  const missing = await ask({})
  expect(missing.status).toBe(400)
  expect(await missing.json()).toEqual(refused('SESSION_ID_MISSING'))
})

test('what is not a picture, or is missing, is refused in the same form and uses nothing up', async () => {
  const image = await photo(everything)
  const text = new TextEncoder().encode('%PDF-1.4 no picture')
  const { session_id } = await begin({ issuer_name })
  const cases: [Fields, string][] = [
    [{ action: 'initial' }, 'IMAGE_MISSING'],
    [{ image }, 'INVALID_ACTION'],
    [{ action: 'again', image }, 'INVALID_ACTION'],
    [{ action: 'retry', image }, 'SESSION_ID_MISSING'],
    [{ action: 'initial', image: text }, 'INVALID_IMAGE'],
    [{ action: 'initial', image: image.slice(0, 60) }, 'INVALID_IMAGE'],
    [{ action: 'initial', image: new Uint8Array() }, 'INVALID_IMAGE'],
    [{ action: 'retry', session_id, image: text }, 'INVALID_IMAGE'],
    [{ action: 'initial', image: new Uint8Array(10 * 1024 * 1024 + 1).fill(0xff) }, 'INVALID_IMAGE'],
  ]
  for (const [fields, code] of cases) {
    const answer = await send(fields)
    expect([code, answer.status]).toEqual([code, 400])
    expect(await answer.json()).toEqual(refused(code))
  }
  const notAForm = await world.request('/api/v4/invoices/ocr-process', {
    method: 'POST',
    json: {},
    as: world.ulises,
  })
  expect(notAForm.status).toBe(400)
  const [session] = await world.client`select attempts from capture_sessions where id = ${session_id}`
  expect(session!.attempts).toBe(1)
})

test('the token comes first, then the form, then the quota', async () => {
  const nobody = await send({}, { as: null })
  expect(nobody.status).toBe(401)
  expect(await nobody.json()).toEqual(refused('UNAUTHENTICATED'))
  const image = await photo({})
  for (let n = 1; n <= 3; n++) expect((await send({ action: 'initial', image })).status).toBe(200)
  expect((await send({ action: 'initial' })).status).toBe(400)
  const fourth = await send({ action: 'initial', image })
  expect(fourth.status).toBe(429)
  expect(Number(fourth.headers.get('retry-after'))).toBeWithin(1, 3601)
  expect(await fourth.json()).toEqual(
    refused('RATE_LIMIT_EXCEEDED', expect.stringContaining('Límite excedido')),
  )
})

test('the quota counts sessions, not attempts; trust raises it, and a day has one too', async () => {
  const image = await photo({})
  const initial = async (as: Account) => (await send({ action: 'initial', image }, { as })).status
  const { session_id } = await begin({})
  for (let attempt = 2; attempt <= 5; attempt++) expect((await retry(session_id, {})).status).toBe(200)
  expect([await initial(world.ulises), await initial(world.ulises), await initial(world.ulises)]).toEqual([
    200, 200, 429,
  ])

  const { rita } = world
  await world.db.update(accounts).set({ trustScore: 100 }).where(eq(accounts.id, rita.id))
  const begun = await Promise.all(Array.from({ length: 12 }, () => initial(rita)))
  expect(begun.filter((status) => status === 200)).toHaveLength(10)
  expect(begun.filter((status) => status === 429)).toHaveLength(2)
  for (let hour = 2; hour <= 6; hour++) {
    await world.client`update limit_windows set ends_at = now() where key like 'sessions_per_hour%'`
    await Promise.all(Array.from({ length: 10 }, () => initial(rita)))
  }
  const [{ count } = { count: 0 }] =
    await world.client`select count(*)::int from capture_sessions where account_id = ${rita.id}`
  expect(count).toBe(50)
}, 60_000)

test('another account’s session does not exist', async () => {
  const { session_id } = await begin({ issuer_name })
  const image = await photo({})
  for (const as of [world.rita, world.ana]) {
    const answer = await send({ action: 'retry', session_id, image }, { as })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual(refused('NO_SUCH_SESSION'))
    expect((await world.request(`/api/v4/invoices/ocr-process/${session_id}`, { as })).status).toBe(404)
  }
  expect((await retry('ocr_sess_of_nobody', {})).status).toBe(404)
})

test('retries at once take turns and count one each: never six in all', async () => {
  const { session_id } = await begin({ issuer_name })
  const answers = await Promise.all(
    Array.from({ length: 7 }, async (_, n) => retry(session_id, n === 3 ? { total: 9 } : {})),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 409, 409, 409])
  const told = await Promise.all(
    answers.filter(({ status }) => status === 200).map((answer) => answer.json()),
  )
  expect(told.map(({ attempt_count }) => attempt_count).sort()).toEqual([2, 3, 4, 5])
  const [{ attempts } = {}] =
    await world.client`select attempts from capture_sessions where id = ${session_id}`
  expect(attempts).toBe(5)
  const used =
    await world.client`select attempt_number from analytics.ocr_token_usage where session_id = ${session_id}`
  expect(used.map(({ attempt_number }) => attempt_number).sort()).toEqual([1, 2, 3, 4, 5])
})

test('the second of two retries waits for the first', async () => {
  const { session_id } = await begin({ issuer_name })
  photos.hold()
  const first = retry(session_id, { total: 9, date })
  await photos.gate.reached
  const second = retry(session_id, { total: 8, invoice_number: 'F-1' })
  photos.letGo()
  expect(await (await first).json()).toMatchObject({
    attempt_count: 2,
    detected_fields: { total: 9, invoice_number: null },
  })
  expect(await (await second).json()).toMatchObject({
    attempt_count: 3,
    detected_fields: { total: 9, invoice_number: 'F-1' },
  })
})

test('a picture that the reader can’t open costs its attempt only, and so does one that breaks it', async () => {
  const { session_id } = await begin({ issuer_name })
  for (const [fails, status] of [
    ['unreadable', 400],
    ['crashed', 503],
  ] as const) {
    const answer = await send({ action: 'retry', session_id, image: await photo({}, { fails }) })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({
      success: false,
      session_id,
      status: 'failed',
      detected_fields: { issuer_name },
    })
  }
  const answer = await retry(session_id, { total: 9 })
  expect(await answer.json()).toMatchObject({
    attempt_count: 4,
    status: 'needs_retry',
    detected_fields: { total: 9 },
  })
})

test('messages are in English where that is asked for', async () => {
  const headers = { 'Accept-Language': 'en-GB' }
  const answer = await begin({ issuer_name, date }, { headers })
  expect(answer.message).toBe(
    'Fields are missing: invoice number, total and products. Upload a photo focused on these areas',
  )
})

test('missing_fields may come as JSON, repeated, or in a list with commas', async () => {
  const { session_id } = await begin({ issuer_name })
  for (const missing_fields of ['["total","date","nonsense"]', ['total', 'date'], 'total, date'])
    expect((await retry(session_id, {}, { missing_fields })).status).toBe(200)
  const rows =
    await world.client`select asked from capture_attempts where session_id = ${session_id} and attempt > 1`
  expect(rows.map(({ asked }) => asked)).toEqual([
    ['total', 'date'],
    ['total', 'date'],
    ['total', 'date'],
  ])
})

test('every attempt is written down for those who watch what models cost', async () => {
  const { session_id } = await begin({ issuer_name })
  await retry(session_id, { total: 9 })
  const rows = await world.client`
    select user_id::int, attempt_number, tokens_used, lumis_cost, success, missing_fields, processing_time
    from analytics.ocr_token_usage where session_id = ${session_id} order by attempt_number`
  expect([...rows]).toEqual([
    {
      user_id: world.ulises.id,
      attempt_number: 1,
      tokens_used: 0,
      lumis_cost: 0,
      success: true,
      missing_fields: ['invoice_number', 'date', 'total', 'products'],
      processing_time: expect.any(Number),
    },
    expect.objectContaining({ attempt_number: 2, missing_fields: ['invoice_number', 'date', 'products'] }),
  ])
})

test('a session can be asked after', async () => {
  const { session_id } = await begin({ issuer_name })
  const answer = await world.request(`/api/v4/invoices/ocr-process/${session_id}`, { as: world.ulises })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ session_id, attempt_count: 1, status: 'needs_retry' })
})

test('whoever listens hears how a session goes, and strangers hear nothing', async () => {
  const { session_id } = await begin({ issuer_name, date })
  const rows = await world.client`
    select account_id::int, data from events where data->>'session_id' = ${session_id} order by id`
  expect([...rows]).toEqual([
    {
      account_id: world.ulises.id,
      data: {
        session_id,
        status: 'processing',
        attempt_count: 1,
        max_attempts: 5,
        missing_fields: ['issuer_name', 'invoice_number', 'date', 'total', 'products'],
      },
    },
    {
      account_id: world.ulises.id,
      data: expect.objectContaining({
        status: 'needs_retry',
        missing_fields: ['invoice_number', 'total', 'products'],
      }),
    },
  ])
})

test('nobody else sees the page of a capture, nor its pictures', async () => {
  const { session_id } = await begin({ issuer_name })
  for (const path of ['', '/1.webp', '/joined.jpg']) {
    const mine = await world.request(`/capture/${session_id}${path}`, { as: world.ulises })
    const theirs = await world.request(`/capture/${session_id}${path}`, { as: world.rita })
    expect([path, mine.status, theirs.status]).toEqual([path, 200, 404])
  }
  expect((await world.request(`/capture/${session_id}/2.webp`, { as: world.ulises })).status).toBe(404)
})

test('what was only guessed is asked for until the end, and then proposed to whoever reviews it', async () => {
  const answer = await send({
    action: 'initial',
    image: await photo({ issuer_name, total: 9 }, { confidence: 0.4 }),
  })
  const { session_id, missing_fields } = await answer.json()
  expect(missing_fields).toContain('total')
  for (let attempt = 2; attempt < 5; attempt++) await retry(session_id, {})
  const last = await retry(session_id, { issuer_name })
  expect(await last.json()).toMatchObject({
    status: 'manual_review',
    detected_fields: { total: null, issuer_name },
  })
  const [{ invoice_id } = {}] =
    await world.client`select invoice_id from capture_sessions where id = ${session_id}`
  const invoice = await (await world.request(`/api/invoices/${invoice_id}`)).json()
  expect(invoice).toMatchObject({ preview_data: { total: 9 }, fields: { total: { confidence: 0.4 } } })
})

test('where the last picture can’t be read, a person gets those before it', async () => {
  const { session_id } = await begin({ issuer_name })
  for (let attempt = 2; attempt < 5; attempt++) await retry(session_id, {})
  const last = await send({ action: 'retry', session_id, image: await photo({}, { fails: 'crashed' }) })
  expect([last.status, await last.json()]).toMatchObject([200, { status: 'manual_review', attempt_count: 5 }])
  const [{ pages } = {}] = await world.client`
    select pages from invoices where id = (select invoice_id from capture_sessions where id = ${session_id})`
  expect(pages).toBe(4)
})

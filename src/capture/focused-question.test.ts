import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { createExtractor } from '../extraction/extractor.ts'
import { quiet } from '../testing/database.ts'
import { type ModelReply, type ModelServer, startModelServer, textIn } from '../testing/model-server.ts'
import { fakePhotos } from '../testing/photos.ts'
import { openWorld, type World } from '../testing/world.ts'

// The real extractor with a model behind it, asked for what photos left out.

let world: World
let server: ModelServer
let replies: ModelReply[] = []
const { engines, photo } = fakePhotos()
beforeAll(async () => {
  // one server for all, which answers what each test wishes
  server = await startModelServer(() => replies.shift() ?? { content: '{}' })
  const model = { baseUrl: server.url, model: 'small', timeoutMs: 5_000 }
  world = await openWorld({}, { reader: engines.reader, extractor: createExtractor({ model, log: quiet }) })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await server.stop()
})
afterEach(async () => {
  server.requests.length = 0
  await world.client`delete from limit_windows`
})

const top = `
  Supermercado La Pradera, S.A.
  Factura No. F001-000123
  Fecha: 05/09/2025
  Arroz grano largo`
const middle = `
  Leche entera
  Pan de molde
  Gracias por su compra`

async function send(drawing: string, fields: Record<string, string>) {
  const form = new FormData()
  form.append('image', new File([await photo({}, { drawing })], 'foto.png'))
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const answer = await world.request('/api/v4/invoices/ocr-process', { method: 'POST', body: form })
  return answer.json()
}
const says = (value: object): ModelReply => ({ content: JSON.stringify(value) })
const askedOf = ({ body }: ModelServer['requests'][number]) =>
  Object.keys(body.response_format!.json_schema!.schema.properties)

test('the first picture is analysed for what could not be read in it, and shown', async () => {
  replies = [says({ total: null, products: [] })]
  const answer = await send(top, { action: 'initial' })
  expect(answer).toMatchObject({ missing_fields: ['total', 'products'], cost: { tokens_used: 980 } })
  const [request] = server.requests
  // the shop's name as well, for it was read with little certainty
  expect(askedOf(request!)).toEqual(['issuer_name', 'total', 'products'])
  expect(request!.pictures).toHaveLength(1)
  expect(textIn(request!, 'user')).toStartWith(
    `Analiza esta imagen de factura y extrae la siguiente información en formato JSON:
- issuer_name: Nombre del comercio/empresa
- total: Monto total (número)
- products: Array de productos con name, quantity, unit_price, total_price
`,
  )
})

test('a retry asks only for what is missing and says what is known, fenced like the document', async () => {
  replies = [says({ total: null, products: [] }), says({ total: 70.03 })]
  const { session_id } = await send(top, { action: 'initial' })
  const answer = await send(middle, { action: 'retry', session_id, missing_fields: '["total"]' })
  // it stands in no word that was read, but the model was shown the picture
  expect(answer).toMatchObject({
    detected_fields: { issuer_name: 'Supermercado La Pradera, S.A.', total: 70.03 },
    missing_fields: ['products'],
    cost: { tokens_used: 980 },
  })
  const request = server.requests[1]!
  expect(askedOf(request)).toEqual(['total'])
  expect(textIn(request, 'user')).toMatch(
    /^Esta es una imagen adicional de una factura. ENFÓCATE ESPECÍFICAMENTE en detectar:\n- total\n\nInformación ya detectada en intentos anteriores:\n<known ([\da-f-]{36})>\n\{"issuer_name":"Supermercado La Pradera, S.A.","invoice_number":"F001-000123",.*\}\n<\/known \1>\n\nSolo actualiza o agrega los campos faltantes. No cambies los datos ya detectados.\n\n<document \1>/,
  )
})

test('a model that says otherwise changes nothing that was found', async () => {
  replies = [
    says({}),
    says({ issuer_name: 'Otra tienda', invoice_number: 'X-9', date: '2001-01-01', total: 70.03 }),
  ]
  const { session_id } = await send(top, { action: 'initial' })
  const answer = await send(middle, { action: 'retry', session_id })
  expect(answer.detected_fields).toMatchObject({
    issuer_name: 'Supermercado La Pradera, S.A.',
    invoice_number: 'F001-000123',
    date: '2025-09-05',
    total: 70.03,
  })
})

test('a photo in which no word was read is seen all the same', async () => {
  replies = [says({ issuer_name: 'Kiosco Luna', total: 3.5 })]
  const answer = await send('', { action: 'initial' })
  expect(answer.detected_fields).toMatchObject({ issuer_name: 'Kiosco Luna', total: 3.5 })
})

test('a model that is down costs nothing but its help; the whole of a session is told at its end', async () => {
  replies = [says({}), { status: 503 }, { status: 503 }, says({}), says({}), says({})]
  const { session_id, cost } = await send(top, { action: 'initial' })
  expect(cost.tokens_used).toBe(980)
  const down = await send('Nada uno', { action: 'retry', session_id })
  expect(down).toMatchObject({ status: 'needs_retry', cost: { tokens_used: 0 } })
  await send('Nada dos', { action: 'retry', session_id })
  await send('Nada tres', { action: 'retry', session_id })
  const last = await send('Nada cuatro', { action: 'retry', session_id })
  expect(last).toMatchObject({ status: 'manual_review', cost: { tokens_used: 4 * 980 } })
  const rows = await world.client`
    select tokens_used from analytics.ocr_token_usage where session_id = ${session_id} order by attempt_number`
  expect(rows.map(({ tokens_used }) => tokens_used)).toEqual([980, 0, 980, 980, 980])
})

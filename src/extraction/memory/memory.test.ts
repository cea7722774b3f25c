import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { bounds } from '../../config.ts'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { createReader } from '../../reading/create-reader.ts'
import { quiet } from '../../testing/database.ts'
import { until } from '../../testing/load.ts'
import { makeOddInvoice, type OddInvoice } from '../../testing/make-odd-invoice.ts'
import { openWorld, type World } from '../../testing/world.ts'
import { createExtractor } from '../extractor.ts'

// The real program with its real engines, but for the web server.
setDefaultTimeout(30_000)

let world: World
const reader = createReader({ workers: 1, bounds, log: quiet })
beforeAll(async () => {
  world = await openWorld({}, { reader, extractor: createExtractor({ log: quiet }) })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await reader.close()
})

const api = async (path: string, method = 'GET', json?: unknown, as = world.ana) => {
  const response = await world.request(path, { method, as, ...(json === undefined ? {} : { json }) })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined }
}

/** Uploads an invoice as a person does, and waits until it is read. */
async function upload(invoice: OddInvoice) {
  const form = new FormData()
  form.append('files', new File([await makeOddInvoice(invoice)], `${crypto.randomUUID()}.pdf`))
  const response = await world.request('/api/invoices/ocr', { method: 'POST', body: form })
  const { id } = (await response.json()).accepted[0]
  await world.reaches(id, 'waiting_validation')
  return (await api(`/api/invoices/${id}`)).body as { id: number; preview_data: InvoiceData; fields: Fields }
}
type Fields = Record<string, { source: string; confidence: number; box: number[] | null } | undefined>

async function confirm(id: number, edit?: Partial<InvoiceData>) {
  if (edit) expect((await api(`/api/invoices/${id}/preview`, 'PATCH', edit)).status).toBe(200)
  expect((await api(`/api/invoices/${id}/confirm`, 'POST', {})).status).toBe(200)
  await learned(id)
}

/** Nothing is announced when something was learned. */
const learned = (id: number) =>
  until(async () => {
    const [job] = await world.client`
      select state from pgboss.job where name = 'learn-from-invoice' and data->>'invoiceId' = ${String(id)}`
    if (job?.state === 'failed') throw new Error('learning failed')
    return job?.state === 'completed'
  })

const rulesOf = async (issuer: string) => (await api(`/api/memory?issuer=${issuer}`)).body.items

describe('a correction on one invoice of an issuer', () => {
  test('is seen in the next one, with memory as its source', async () => {
    const first = await upload({ folder: 'ZQ-0077/26' })
    expect(first.preview_data.issuer_tax_id).toBe('A58818501')
    expect(first.preview_data.invoice_number).not.toBe('ZQ-0077/26')
    await confirm(first.id, { invoice_number: 'ZQ-0077/26' })

    const [rule] = await rulesOf('A58818501')
    expect(rule).toMatchObject({
      issuer: { tax_id: 'A58818501', name: 'Aserradero Vega SA' },
      field: 'invoice_number',
      how: { by: 'label', label: 'carpeta', stands: 'right' },
      active: true,
      hits: 1,
      misses: 0,
      learned_from: first.id,
    })

    const second = await upload({ folder: 'ZQ-0912/26', series: 551, total: '1.210,00' })
    expect(second.preview_data).toMatchObject({ invoice_number: 'ZQ-0912/26', total: 1210 })
    expect(second.fields.invoice_number).toMatchObject({ source: 'memory', box: expect.any(Array) })
    expect(second.fields.invoice_number!.confidence).toBeGreaterThan(0.8)
  })

  test('says nothing about other issuers', async () => {
    const other = await upload({ folder: 'ZQ-0001/26', taxId: 'B12345674', name: 'Otra Casa SL' })
    expect(other.fields.invoice_number?.source).not.toBe('memory')
  })

  test('grows surer with every confirmation, and stands back once it was wrong', async () => {
    const again = await upload({ folder: 'ZQ-1000/26', series: 552 })
    await confirm(again.id)
    expect((await rulesOf('vega'))[0]).toMatchObject({ hits: 2, misses: 0, active: true })
    const changed = await upload({ folder: 'ZQ-2000/26', series: 553 })
    await confirm(changed.id, { invoice_number: '553' })
    const rules = await rulesOf('vega')
    expect(rules.find(({ how }: { how: { label?: string } }) => how.label === 'carpeta')).toMatchObject({
      misses: 1,
      active: false,
    })
    const last = await upload({ folder: 'ZQ-3000/26', series: 554 })
    expect(last.fields.invoice_number?.source).not.toBe('memory')
  })
})

describe('a rule', () => {
  const issuer = 'B12345674'
  test('is tried, switched off and on, and forgotten through the API', async () => {
    const first = await upload({ folder: 'KK-1', taxId: issuer, name: 'Otra Casa SL', series: 7 })
    await confirm(first.id, { invoice_number: 'KK-1', payment_terms: 'A 30 días' })
    const rules = await rulesOf(issuer)
    expect(rules.map(({ field }: { field: string }) => field).sort()).toEqual([
      'invoice_number',
      'payment_terms',
    ])
    const { id } = rules.find(({ field }: { field: string }) => field === 'invoice_number')

    const tried = await api(`/api/memory/${id}/try`, 'POST')
    expect(tried.body.documents).toEqual([
      { invoice_id: first.id, verdict: 'hit', found: 'KK-1', truth: 'KK-1' },
    ])
    const off = await api(`/api/memory/${id}`, 'PATCH', { enabled: false })
    expect(off.body).toMatchObject({ enabled: false, active: false })
    const without = await upload({ folder: 'KK-2', taxId: issuer, name: 'Otra Casa SL', series: 8 })
    expect(without.preview_data).toMatchObject({ payment_terms: 'A 30 días' })
    expect(without.preview_data.invoice_number).not.toBe('KK-2')
    await api(`/api/memory/${id}`, 'PATCH', { enabled: true })
    const within = await upload({ folder: 'KK-3', taxId: issuer, name: 'Otra Casa SL', series: 9 })
    expect(within.preview_data.invoice_number).toBe('KK-3')
    expect((await api(`/api/memory/${id}`, 'DELETE')).status).toBe(204)
    expect((await api(`/api/memory/${id}`)).status).toBe(404)
  })

  test('is the business of reviewers', async () => {
    expect((await api('/api/memory', 'GET', undefined, world.ulises)).status).toBe(403)
    expect((await api('/api/memory/1/try', 'POST', undefined, world.ulises)).status).toBe(403)
    expect((await api('/api/memory/999999', 'DELETE')).status).toBe(404)
    expect((await world.request('/memory', { as: world.ulises })).status).toBe(403)
  })

  test('is told, tried and forgotten on its page, without any script', async () => {
    const headers = { 'accept-language': 'es' }
    const page = async (path: string, init: RequestInit = {}) =>
      (await world.request(path, { headers, ...init })).text()
    expect(await page('/memory')).toContain('La condición de pago es siempre «A 30 días».')
    const [rule] = await rulesOf(issuer)
    const post = (what: string, body = new URLSearchParams()) =>
      world.request(`/memory/${rule.id}/${what}`, { method: 'POST', body, headers })
    expect(await (await post('trial')).text()).toContain('✓ A 30 días')
    expect((await post('state', new URLSearchParams({ enabled: 'false' }))).status).toBe(303)
    expect(await page('/memory')).toContain('Desactivada')
    expect((await post('removal')).headers.get('location')).toBe('/memory')
    expect(await rulesOf(issuer)).toEqual([])
    expect((await post('trial')).status).toBe(404)
  })
})

test('who issues a document is set right once, and known afterwards by a tax id on the page', async () => {
  const issuer = { taxId: 'A28015865', name: 'MC' }
  const first = await upload({ folder: 'M-1', ...issuer })
  await confirm(first.id, { issuer_name: 'Mercado Central SA', invoice_number: 'M-1' })
  const next = await upload({ folder: 'M-2', ...issuer })
  expect(next.preview_data).toMatchObject({ issuer_name: 'Mercado Central SA', invoice_number: 'M-2' })
  expect(next.fields.issuer_name).toMatchObject({ source: 'memory', page: null })
})

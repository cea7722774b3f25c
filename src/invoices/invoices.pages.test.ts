import { afterAll, beforeAll, expect, test } from 'bun:test'
import { renderEvents } from '../live/render-events.tsx'
import { pdf, saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

// The pages as a browser without scripts has them: forms, redirects, and nothing that was typed lost.
let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.work()
})
afterAll(() => world.close())

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>'

async function waiting(data: Parameters<typeof saying>[0] = {}) {
  const { id } = await world.receive(saying({ invoice_number: crypto.randomUUID(), ...data }))
  return world.reaches(id, 'waiting_validation')
}
const page = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await world.request(path, { headers })
  return { status: answer.status, html: await answer.text() }
}
async function post(path: string, fields: Record<string, string>, as = world.ana) {
  const answer = await world.request(path, { method: 'POST', body: new URLSearchParams(fields), as })
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() }
}
/** Every named value of the review form, as a browser would send it back. */
async function formOf(id: number) {
  const { html } = await page(`/invoices/${id}`)
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const [, name] = /\bname="([^"]+)"/.exec(tag) ?? []
    if (name) fields[name] = plain(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name, text] of html.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    fields[name!] = plain(text!)
  for (const [, name, options] of html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
    fields[name!] = /<option value="([^"]*)" selected/.exec(options!)?.[1] ?? ''
  return fields
}
const plain = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

test('the inbox lists, counts, filters by its address, and says what it did not understand', async () => {
  const { id } = await waiting({ issuer_name: 'Inbox Ñandú' })
  const inbox = await page('/')
  expect(inbox.status).toBe(200)
  expect(inbox.html).toContain(`id="invoice-${id}"`)
  expect((await page('/invoices?q=inbox+nandu')).html).toContain(`id="invoice-${id}"`)
  expect((await page('/invoices?q=something+else')).html).not.toContain(`id="invoice-${id}"`)
  expect((await page('/invoices?from=yesterday')).status).toBe(422)
})

test('both languages are whole, by the browser’s wish or by the switch', async () => {
  const { id } = await waiting()
  for (const path of ['/', `/invoices/${id}`]) {
    expect((await page(path, { 'Accept-Language': 'es' })).html).toContain('Confirma')
    expect((await page(path, { 'Accept-Language': 'en' })).html).toContain('Confirm')
    expect((await page(path, { 'Accept-Language': 'en', Cookie: 'folio_language=es' })).html).toContain(
      'lang="es"',
    )
  }
  const switched = await post('/language', { language: 'en', back: '/invoices' })
  expect(switched.status).toBe(303)
})

test('what a document says is shown as text, whatever it says', async () => {
  const { id } = await waiting({ issuer_name: hostile, payment_terms: hostile })
  const named = await world.receive(`named ${hostile}`, world.ana, `${hostile}.pdf`)
  for (const path of [
    '/',
    `/invoices/${id}`,
    `/invoices/${named.id}`,
    `/invoices?q=${encodeURIComponent(hostile)}`,
  ]) {
    const { html } = await page(path)
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    const tags = html.replace(/"[^"]*"/g, '""')
    expect(tags).not.toMatch(/<[^>]*\s(on\w+|style)=/)
  }
})

test('uploading without a script leads to the inbox, or says why not', async () => {
  const upload = (name: string, text: string) => {
    const form = new FormData()
    form.append('files', new File([text === '' ? '' : pdf(text)], name))
    return world.request('/invoices', { method: 'POST', body: form })
  }
  expect((await upload('first.pdf', 'by form')).status).toBe(303)
  const again = await upload('again.pdf', 'by form')
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('again.pdf')
  expect((await upload('', '')).status).toBe(422)
})

test('saving keeps what is right, and comes back with what is not', async () => {
  const { id } = await waiting()
  const fields = await formOf(id)
  const saved = await post(`/invoices/${id}/preview`, {
    ...fields,
    issuer_name: 'Otra Casa',
    total: '1.500,50',
  })
  expect([saved.status, saved.location]).toEqual([303, `/invoices/${id}?saved=1`])
  const { body } = { body: await (await world.request(`/api/invoices/${id}`)).json() }
  expect(body.preview_data).toMatchObject({ issuer_name: 'Otra Casa', total: 1500.5, currency: 'CLP' })

  const wrong = await post(`/invoices/${id}/preview`, {
    ...(await formOf(id)),
    total: 'mucho',
    issuer_name: 'Tercera',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('value="mucho"')
  expect(wrong.html).toContain('value="Tercera"')
  expect(wrong.html).toMatch(/id="field-total"[^>]*aria-describedby="[^"]*fault-total/)
})

test('confirming leads to the next that waits, and names what is missing', async () => {
  const [older, newer] = [await waiting(), await waiting({ total: null })]
  const confirmed = await post(`/invoices/${older.id}/confirmation`, await formOf(older.id))
  expect(confirmed.status).toBe(303)
  expect(confirmed.location).toMatch(/^\/invoices\/\d+\?after=/)
  const missing = await post(`/invoices/${newer.id}/confirmation`, await formOf(newer.id))
  expect(missing.status).toBe(422)
  expect(missing.html).toContain('name="force"')
  const forced = await post(`/invoices/${newer.id}/confirmation`, {
    ...(await formOf(newer.id)),
    force: 'true',
  })
  expect(forced.status).toBe(303)
  expect((await (await world.request(`/api/invoices/${newer.id}`)).json()).status).toBe('processed')
  expect((await post(`/invoices/${newer.id}/confirmation`, {})).status).not.toBe(303)
})

test('a stale save loses neither what was typed nor what somebody else saved', async () => {
  const { id } = await waiting()
  const mine = await formOf(id)
  await world.request(`/api/invoices/${id}/preview`, {
    method: 'PATCH',
    json: { issuer_name: 'De otra persona' },
  })
  const late = await post(`/invoices/${id}/preview`, { ...mine, purchase_order: 'OC-9' })
  expect(late.status).toBe(412)
  expect(late.html).toContain('value="OC-9"')
  expect(late.html).toContain('De otra persona')
  expect((await (await world.request(`/api/invoices/${id}`)).json()).preview_data.issuer_name).toBe(
    'De otra persona',
  )
})

test('rejecting asks for a reason, and retrying reads again', async () => {
  const { id } = await waiting()
  expect((await post(`/invoices/${id}/rejection`, { reason: ' ' })).status).toBe(422)
  expect((await post(`/invoices/${id}/rejection`, { reason: 'no es nuestra' })).status).toBe(303)
  expect((await page(`/invoices/${id}`)).html).toContain('no es nuestra')
  expect((await post(`/invoices/${id}/retry`, {})).location).toBe(`/invoices/${id}`)
  await world.reaches(id, 'waiting_validation')
})

test('an uploader sees their own and decides nothing', async () => {
  const { id } = await world.receive(saying({ invoice_number: 'U-1' }), world.ulises)
  await world.reaches(id, 'waiting_validation')
  const other = await waiting()
  expect((await world.request(`/invoices/${other.id}`, { as: world.ulises })).status).toBe(404)
  expect((await world.request(`/invoices/${id}`, { as: world.ulises })).status).toBe(200)
  expect((await post(`/invoices/${id}/rejection`, { reason: 'x' }, world.ulises)).status).toBe(403)
})

test('a push renders the very item of the list, for whoever may see it', async () => {
  const { id } = await waiting({ issuer_name: 'Empujada SA' })
  const events = await world.feed.since(0)
  const mine = events.filter((event) => event.invoiceId === id)
  const html = await renderEvents(world.deps)(mine, { account: world.ana, language: 'es' })
  expect(html).toContain(`id="invoice-${id}"`)
  expect(html).toContain('Empujada SA')
  expect(html).toContain('hx-swap-oob')
})

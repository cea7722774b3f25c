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

test('a decision is taken back on the next page, and only by who made it', async () => {
  const { id } = await waiting()
  await waiting()
  const { location } = await post(`/invoices/${id}/confirmation`, await formOf(id))
  const [, change] = /name="change" value="([^"]+)"/.exec((await page(location!)).html)!
  expect((await post(`/invoices/${id}/reopening`, { change: change! }, world.rita)).status).toBe(409)
  const undone = await post(`/invoices/${id}/reopening`, { change: change! })
  expect([undone.status, undone.location]).toEqual([303, `/invoices/${id}`])
  expect((await (await world.request(`/api/invoices/${id}`)).json()).status).toBe('waiting_validation')
  expect((await page(`/invoices/${id}`)).html).not.toContain('name="change"')
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

test('what is typed is checked before it is saved, and the rows add up', async () => {
  const { id } = await waiting()
  const fields = await formOf(id)
  const typed = await post(`/invoices/${id}/checks`, {
    ...fields,
    total: '2000',
    'products.name': '',
    'products.total_price': '12,5',
  })
  expect(typed.status).toBe(200)
  expect(typed.html).toContain('suman 1190 y el total dice 2000')
  expect(typed.html).toMatch(/id="sum-products"[^>]*>[^<]*12,50/)
  expect(typed.html).toContain('href="#field-total"')
  expect((await post(`/invoices/${id}/checks`, { ...fields, total: 'mucho' })).status).toBe(200)
  expect((await (await world.request(`/api/invoices/${id}`)).json()).version).toBe(Number(fields.version))
})

test('what the document proves stands while other values are typed, rows or not', async () => {
  const line = { name: 'Pan', quantity: 1, unit_price: 2, total_price: 2, tax_rate: null }
  const { id } = await waiting({ products: [line] })
  const proof = {
    name: 'lines_sum',
    ok: true,
    about: ['products'],
    message: { es: 'Probado.', en: 'Proven.' },
  }
  await world.client`update settled_invoices set checks = ${JSON.stringify([proof])}::text::jsonb where id = ${id}`
  const fields = { ...(await formOf(id)), due_date: '2026-09-09' }
  const row = Object.entries(line).map(([column, value]) => [`products.${column}`, String(value ?? '')])
  const judged = (more = {}) =>
    post(`/invoices/${id}/checks`, { ...fields, ...Object.fromEntries(row), ...more })
  expect((await judged()).html).toContain('Probado.')
  expect((await judged({ 'products.total_price': '3' })).html).not.toContain('Probado.')
})

test('the changes of somebody else are brought into a form that is being filled', async () => {
  const { id } = await waiting()
  const mine = { ...(await formOf(id)), purchase_order: 'OC-8', total: '7' }
  const theirs = { issuer_name: 'De otra persona', total: 8 }
  await world.request(`/api/invoices/${id}/preview`, { method: 'PATCH', json: theirs })
  const now = await formOf(id)
  const merged = await post(`/invoices/${id}/merge`, mine)
  expect(merged.status).toBe(200)
  expect(merged.html).toContain('value="OC-8"')
  expect(merged.html).toContain('value="De otra persona"')
  expect(merged.html).toMatch(/id="field-total"[^>]*value="7"|value="7"[^>]*id="field-total"/)
  expect(merged.html).toContain('data-put="8"')
  const saved = await post(`/invoices/${id}/preview`, { ...mine, version: now.version! })
  expect(saved.status).toBe(303)
})

test('an edit is taken back with its proof, unless somebody went on from it', async () => {
  const { id } = await waiting()
  await post(`/invoices/${id}/preview`, { ...(await formOf(id)), issuer_name: 'Mal escrita', total: '5' })
  const edits = async () => {
    const { items } = await (await world.request(`/api/invoices/${id}/log`)).json()
    return items.filter(({ action }: { action: string }) => action === 'edit')
  }
  const [entry] = await edits()
  await world.request(`/api/invoices/${id}/preview`, { method: 'PATCH', json: { total: 6 } })
  expect((await page(`/invoices/${id}`)).html).toContain(`name="entry" value="${entry.id}"`)
  expect((await post(`/invoices/${id}/undo`, { entry: String(entry.id) })).status).toBe(303)
  const { preview_data, fields } = await (await world.request(`/api/invoices/${id}`)).json()
  expect(preview_data).toMatchObject({ issuer_name: 'Comercial Ñandú SpA', total: 6 })
  expect(fields.issuer_name).toMatchObject({ source: 'text', page: 1 })
  expect(fields.total).toMatchObject({ source: 'human' })
  expect((await post(`/invoices/${id}/undo`, { entry: String(entry.id) })).status).toBe(409)
  expect((await post(`/invoices/${id}/undo`, { entry: 'x' })).status).toBe(409)
  expect((await post(`/invoices/${id}/undo`, { entry: String(entry.id) }, world.ulises)).status).not.toBe(303)
})

test('a value that was taken from the page keeps its place', async () => {
  const { id } = await waiting()
  const fields = { ...(await formOf(id)), total: '1191', 'place.total': '2 0.1 0.2 0.3 0.4' }
  await post(`/invoices/${id}/preview`, { ...fields, 'place.issuer_name': '1 7 0 0 0', issuer_name: 'Otra' })
  const read = (await (await world.request(`/api/invoices/${id}`)).json()).fields
  expect(read.total).toEqual({
    value: 1191,
    confidence: 1,
    source: 'human',
    page: 2,
    box: [0.1, 0.2, 0.3, 0.4],
  })
  expect(read.issuer_name).toMatchObject({ value: 'Otra', page: null, box: null })
})

test('an invoice opened from a list leads to the next one of that list', async () => {
  const word = `lista${crypto.randomUUID().slice(0, 8)}`
  const name = (n: number) => ({ issuer_name: `${word} ${n}`, total: 1000 + n, subtotal: 810 + n })
  const [one, two, three] = [await waiting(name(3)), await waiting(name(1)), await waiting(name(2))]
  await waiting()
  const list = `?q=${word}&sort=total`
  const opened = await world.request(`/invoices/${two.id}`, {
    headers: { Referer: `http://localhost/invoices${list}&cursor=abc` },
  })
  expect([opened.status, opened.headers.get('location')]).toEqual([302, `/invoices/${two.id}${list}`])
  const { html } = await page(`/invoices/${two.id}${list}`)
  expect(html).toContain(`href="/invoices/${three.id}${list.replace('&', '&amp;')}"`)
  expect(html).toContain(`href="/invoices${list.replace('&', '&amp;')}"`)
  const confirm = (id: number) =>
    formOf(id).then((fields) => post(`/invoices/${id}/confirmation${list}`, fields))
  expect((await confirm(three.id)).location).toBe(`/invoices/${one.id}?after=${three.id}&${list.slice(1)}`)
  expect((await confirm(one.id)).location).toBe(`/invoices/${two.id}?after=${one.id}&${list.slice(1)}`)
  expect((await confirm(two.id)).location).toBe(`/invoices?done=1&${list.slice(1)}`)
})

test('two that may be the same are shown side by side, to whoever may see both', async () => {
  const number = crypto.randomUUID()
  const first = await waiting({ invoice_number: number })
  const second = await waiting({ invoice_number: number, total: 1191 })
  const { html } = await page(`/invoices/${second.id}`)
  expect(html).toContain(`href="/invoices/${second.id}/compare/${first.id}"`)
  const compared = await page(`/invoices/${second.id}/compare/${first.id}`)
  expect(compared.html).toContain('1.191')
  expect(compared.html.match(/class="differs"/g)).toHaveLength(1)
  const other = await world.request(`/invoices/${second.id}/compare/${first.id}`, { as: world.ulises })
  expect(other.status).toBe(404)
})

test('the words of a page lie over its picture', async () => {
  const { id } = await waiting({ issuer_name: '<b>Palabras</b>' })
  const words = await page(`/invoices/${id}/pages/1/words`)
  expect(words.html).toStartWith('<svg')
  expect(words.html).toContain('&lt;b&gt;Palabras')
  expect((await page(`/invoices/${id}/pages/9/words`)).status).toBe(204)
  expect((await world.request(`/invoices/${id}/pages/1/words`, { as: world.ulises })).status).toBe(404)
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

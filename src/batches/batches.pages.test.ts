import { afterAll, beforeAll, expect, test } from 'bun:test'
import { renderEvents } from '../live/render-events.tsx'
import { openWorld, type World } from '../testing/world.ts'
import { createAcceptance } from './accept-batch.ts'
import { processParcels } from './process-parcels.ts'

// The pages of batches as a browser without scripts has them, and what is pushed to one that has them.
let world: World
let accept: ReturnType<typeof createAcceptance>
beforeAll(async () => {
  world = await openWorld()
  accept = createAcceptance(world.deps)
})
afterAll(() => world.close())

let made = 0
async function send(numbers: string[], as = world.ana) {
  const facturas = {
    numbers,
    customers: numbers.map(() => '11111111-1'),
    totals: numbers.map(() => '10.5'),
    dates: numbers.map(() => '2025-08-24'),
  }
  const outcome = await accept({ accountId: as.id, key: `key ${++made}`, facturas })
  if (!('receipt' in outcome)) throw new Error('not accepted')
  return outcome.receipt.batch_id
}
const store = () => processParcels(world.deps, new AbortController().signal)

async function page(path: string, as = world.ana, language = 'es') {
  const answer = await world.request(path, { as, headers: { 'Accept-Language': language } })
  return { status: answer.status, html: await answer.text() }
}

test('the list says how each is, in both languages, and leads to it and from page to page', async () => {
  expect((await page('/batches')).html).toContain('Aún no hay lotes')
  const ids: number[] = []
  for (let i = 0; i < 52; i++) ids.push(await send([`L-${i}`]))
  await store()
  const waiting = await send(['waits'])
  const first = await page('/batches')
  expect(first.status).toBe(200)
  expect(first.html).toContain(`href="/batches/${waiting}"`)
  expect(first.html).toContain('En cola')
  expect(first.html).toContain('1 de 1')
  const [, cursor] = /href="\/batches\?cursor=(\d+)" rel="next"/.exec(first.html)!
  const second = await page(`/batches?cursor=${cursor}`)
  expect(second.html).toContain(`href="/batches/${ids[0]}"`)
  expect(second.html).not.toContain('id="newest-batches"')
  const english = await page('/batches', world.ana, 'en')
  expect(english.html).toContain(`Batch ${waiting}`)
  expect(english.html).toContain('Queued')
  expect((await page('/batches?cursor=rubbish')).status).toBe(200)
  await store()
})

test('one batch says what became of its invoices, what needs a look, and leads to them', async () => {
  const hostile = '<script>alert(1)</script>"\'&'
  const before = await send([hostile, 'B-2'])
  const id = await send([hostile, 'B-3', 'B-4'])
  await store()
  const { html } = await page(`/batches/${id}`)
  expect(html).toContain(`href="/invoices?batch=${id}&amp;status=waiting_validation"`)
  expect(html).toContain('tiene el mismo cliente y número.')
  expect(html).toContain('n.º 1 del lote')
  expect(html).toContain('Enviado por: Admin')
  expect(html).not.toContain('<script>alert')
  const listed = await page(`/invoices?batch=${id}`)
  expect(listed.html.match(/<li id="invoice-/g)).toHaveLength(3)
  expect(
    (await page(`/invoices?batch=${before}&status=processed`)).html.match(/<li id="invoice-/g),
  ).toHaveLength(2)
  const [, invoice] = /href="\/invoices\/(\d+)">&lt;script/.exec(html)!
  const review = await page(`/invoices/${invoice}`)
  expect(review.status).toBe(200)
  expect(review.html).toContain('El documento original no se conservó')
  expect(review.html).toContain('la envió en un lote')
  expect((await page(`/batches/${id}`, world.ana, 'en')).html).toContain('has the same customer and number.')
})

test('what was sent without a document has none to give', async () => {
  const id = await send(['no document'])
  await store()
  const [invoice] = await world.client`select id from invoices where batch_id = ${id}`
  for (const path of [`/api/invoices/${invoice!.id}/download`, `/api/invoices/${invoice!.id}/pages/1.webp`])
    expect((await world.request(path)).status).toBe(410)
  expect((await page(`/invoices/${invoice!.id}`)).html).toContain('no document')
})

test('a batch of another account is not there', async () => {
  const [mine, theirs] = [await send(['of ulises'], world.ulises), await send(['of ana'])]
  expect((await page(`/batches/${mine}`, world.ulises)).status).toBe(200)
  expect((await page(`/batches/${theirs}`, world.ulises)).status).toBe(404)
  expect((await page('/batches', world.ulises)).html).not.toContain(`href="/batches/${theirs}"`)
})

test('what is pushed is what the pages show: the bar, the counts, and what arrived', async () => {
  await store()
  const id = await send(Array.from({ length: 5_100 }, (_, at) => `P-${at}`))
  const [{ last } = { last: 0 }] = await world.client`select max(id)::int as last from events`
  await store()
  const events = await world.feed.since(last)
  const render = renderEvents(world.deps)
  // On a slow machine it also tells how far it is in between.
  const [begun, done] = await Promise.all(
    [events[0]!, events.at(-1)!].map((event) => render([event], { account: world.ana, language: 'es' })),
  )
  expect(begun).toContain('hx-swap-oob="afterbegin:#newest-batches"')
  expect(begun).toContain('hx-swap-oob="afterbegin:#newest-invoices"')
  expect(begun).toContain('id="count-all"')
  expect(done).toContain(`<li id="batch-${id}" class="invoice batch" hx-swap-oob="true">`)
  expect(done).toContain(`id="batch-panel-${id}"`)
  expect(done).toContain('5.100 de 5.100')
  expect(done).toContain('hx-trigger="load"')
  expect(done!.match(/<li id="invoice-\d+" class/g)!.length).toBeLessThanOrEqual(20)
  expect(await render(events, { account: world.ulises, language: 'es' })).not.toContain('batch-panel')
})

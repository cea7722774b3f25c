import { afterAll, beforeAll, expect, test } from 'bun:test'
import { startReceiver } from '../testing/receiver.ts'
import { openWorld, type World } from '../testing/world.ts'
import { deliverWebhooks } from '../webhooks/deliver-webhooks.ts'

// The settings as a browser without scripts has them.
let world: World
beforeAll(async () => {
  world = await openWorld({ WEBHOOKS_PRIVATE: 'on' })
})
afterAll(() => world.close())

async function page(path: string, form?: Record<string, string | string[]>, language = 'es') {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form ?? {}))
    for (const each of [value].flat()) body.append(name, each)
  const answer = await world.request(path, {
    headers: { 'Accept-Language': language },
    ...(form && { method: 'POST', body }),
  })
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() }
}

test('without ways in, it says how to have them', async () => {
  const { html } = await page('/settings')
  expect(html).toContain('WATCH_DIR')
  expect(html).toContain('MAIL_HOST')
  expect((await page('/settings', undefined, 'en')).html).toContain('Nothing has come by itself yet.')
})

test('a webhook is added, changed, tried, looked after and removed', async () => {
  const receiver = await startReceiver((_, nth) => ({ status: nth === 1 ? 500 : 200, body: '<b>done</b>' }))
  const added = await page('/settings/webhooks', {
    url: receiver.url,
    description: 'ERP',
    types: ['invoice.processed'],
  })
  expect(added.status).toBe(303)
  const address = added.location!
  expect((await page('/settings')).html).toContain(`href="${address}"`)

  await page(`${address}/test`, {})
  await deliverWebhooks(world.deps, new AbortController().signal)
  const failed = (await page(address)).html
  expect(failed).toContain('Respondió 500.')
  expect(failed).toContain('siguiente intento')
  expect(failed).not.toContain('<b>done')
  await world.client`update webhook_deliveries set due_at = now()`
  await deliverWebhooks(world.deps, new AbortController().signal)
  const [, delivery] = /id="delivery-(\d+)"/.exec((await page(`${address}?status=delivered`)).html)!
  expect((await page(`${address}/deliveries/${delivery}/replay`, {})).location).toBe(
    `${address}#delivery-${delivery}`,
  )

  const secret = async () => /whsec_[\w+/=]+/.exec((await page(address)).html)![0]
  const before = await secret()
  await page(`${address}/secret`, {})
  expect(await secret()).not.toBe(before)
  expect(
    (await page(address, { url: receiver.url, description: 'Almacén', types: ['batch.done'] })).status,
  ).toBe(303)
  expect((await page(address)).html).toContain('<h1>Almacén</h1>')
  await page(`${address}/state`, { enabled: 'false' })
  expect((await page(address)).html).toContain('Desactivado')
  expect((await page(`${address}/test`, {})).status).toBe(409)
  await page(`${address}/state`, { enabled: 'true' })
  expect((await page(`${address}/removal`, {})).location).toBe('/settings#webhooks')
  expect((await page(address)).status).toBe(404)
  receiver.stop()
})

test('what was written wrongly comes back as it was, with the reason beside it', async () => {
  const wrong = await page('/settings/webhooks', { url: 'example.com"><script>', description: 'mine' })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('value="example.com&quot;&gt;&lt;script&gt;"')
  expect(wrong.html).toContain('aria-describedby="url-fault"')
  expect(wrong.html).toContain('Elige al menos un aviso.')
  expect(wrong.html).toContain('value="mine"')
})

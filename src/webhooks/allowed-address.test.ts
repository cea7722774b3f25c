import { expect, test } from 'bun:test'
import { startReceiver } from '../testing/receiver.ts'
import { openWorld } from '../testing/world.ts'
import { allowedAddress } from './allowed-address.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import { postOnce } from './post-once.ts'

const addressFor = (addresses: string[], isPrivateAllowed = false) =>
  allowedAddress(new URL('https://hook.example'), {
    isPrivateAllowed,
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  }).then(
    ({ address }) => address,
    (error) => error.code,
  )

test('only addresses of the open net are called, however they are written', async () => {
  const forbidden = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '192.0.0.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    '2001:db8::1',
  ]
  for (const address of forbidden)
    expect([address, await addressFor([address])]).toEqual([address, 'FORBIDDEN_ADDRESS'])
  expect(await addressFor(['93.184.216.34'])).toBe('93.184.216.34')
  expect(await addressFor(['2606:4700::1111'])).toBe('2606:4700::1111')
})

test('one forbidden address among several is enough to refuse', async () => {
  expect(await addressFor(['93.184.216.34', '127.0.0.1'])).toBe('FORBIDDEN_ADDRESS')
  expect(await addressFor([])).toBe('UNKNOWN_HOST')
})

test('with WEBHOOKS_PRIVATE one’s own networks are open, a cloud’s back door never', async () => {
  expect(await addressFor(['192.168.1.1'], true)).toBe('192.168.1.1')
  expect(await addressFor(['127.0.0.1'], true)).toBe('127.0.0.1')
  expect(await addressFor(['169.254.169.254'], true)).toBe('FORBIDDEN_ADDRESS')
  expect(await addressFor(['::ffff:169.254.169.254'], true)).toBe('FORBIDDEN_ADDRESS')
})

test('addresses in other notations are what they mean', async () => {
  for (const host of ['2130706433', '0x7f.1', '127.1', '[::ffff:7f00:1]', 'localhost'])
    expect([
      host,
      await allowedAddress(new URL(`http://${host}/`), { isPrivateAllowed: false }).catch(
        (error) => error.code,
      ),
    ]).toEqual([host, 'FORBIDDEN_ADDRESS'])
})

test('the connection goes where the name meant when it was looked up, and nowhere else', async () => {
  const receiver = await startReceiver()
  const answer = await postOnce({
    url: new URL(`http://this-name-means-nothing.invalid:${receiver.port}/hook?a=1`),
    address: '127.0.0.1',
    headers: { 'X-Test': '1' },
    body: 'ñandú',
    signal: AbortSignal.timeout(5_000),
  })
  expect(answer.status).toBe(204)
  expect(receiver.calls).toMatchObject([
    {
      path: '/hook?a=1',
      body: 'ñandú',
      headers: { host: `this-name-means-nothing.invalid:${receiver.port}`, 'x-test': '1' },
    },
  ])
  receiver.stop()
})

test('of an answer without end no more than the beginning is read', async () => {
  const receiver = await startReceiver(() => ({ status: 200, body: 'x'.repeat(5_000_000) }))
  const call = {
    url: new URL(receiver.url),
    address: '127.0.0.1',
    headers: {},
    body: '',
    signal: AbortSignal.timeout(5_000),
  }
  expect((await postOnce(call)).text).toHaveLength(4_096)
  receiver.stop()
})

test('without WEBHOOKS_PRIVATE nothing inside is called, and the log says so', async () => {
  const world = await openWorld()
  const receiver = await startReceiver()
  const types = ['invoice.received']
  const refused = await world.request('/api/webhooks', { method: 'POST', json: { url: receiver.url, types } })
  expect([refused.status, (await refused.json()).code]).toEqual([422, 'INSECURE_ADDRESS'])
  const url = receiver.url.replace('http:', 'https:')
  const added = await world.request('/api/webhooks', { method: 'POST', json: { url, types } })
  const { id } = await added.json()
  await world.receive('somewhere inside')
  await deliverWebhooks(world.deps, new AbortController().signal)
  const { items } = await (await world.request(`/api/webhooks/${id}/deliveries`)).json()
  expect(items[0].failure).toContain('red interna')
  expect(receiver.calls).toEqual([])
  receiver.stop()
  await world.close()
})

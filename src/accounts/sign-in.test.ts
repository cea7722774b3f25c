import { afterAll, beforeAll, beforeEach, describe, expect, spyOn, test } from 'bun:test'
import { bounds } from '../config.ts'
import { openWorld, type World } from '../testing/world.ts'
import type { Account } from './accounts.table.ts'
import { addAccount } from './add-account.ts'
import { createInvitation } from './sign-in-links.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.client`delete from limit_windows`
})

const password = 'una frase bastante larga'
let count = 0

const from = (address: string) => ({ requestIP: () => ({ address }) })
const post = (
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
  env = from('::1'),
) =>
  world.app.request(
    path,
    {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'Sec-Fetch-Site': 'same-origin', ...headers },
    },
    env,
  )
const signIn = (name: string, word = password, address = '::1', headers = {}) =>
  post('/sign-in', { name, password: word }, headers, from(address))
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')!.split(';')[0]!
const get = (Cookie: string, path = '/api/invoices/') => world.app.request(path, { headers: { Cookie } })

async function somebody(): Promise<Account> {
  const account = await addAccount(world.deps, {
    subject: `Ana${++count}@example.com`,
    name: 'Ana',
    role: 'reviewer',
  })
  const token = await createInvitation(world.db, account)
  expect((await post('/sign-in', { token, password })).status).toBe(303)
  return account
}

describe('an invitation', () => {
  test('lets somebody choose a password, once, and signs them in', async () => {
    const account = await addAccount(world.deps, {
      subject: 'nueva@example.com',
      name: 'Nueva',
      role: 'uploader',
    })
    const earlier = await createInvitation(world.db, account)
    const token = await createInvitation(world.db, account)
    expect((await post('/sign-in', { token: earlier, password })).status).toBe(401)
    const page = await (await world.app.request(`/sign-in?token=${token}`)).text()
    expect(page).toContain('Nueva')
    expect(page).toContain('new-password')

    expect((await post('/sign-in', { token, password: 'corta' })).status).toBe(422)
    const both = await Promise.all([
      post('/sign-in', { token, password }),
      post('/sign-in', { token, password }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 401])
    expect((await signIn('nueva@example.com')).status).toBe(303)
  })
})

describe('a name and a password', () => {
  test('open a session; the name may be typed in capitals, and nothing else may differ', async () => {
    const { subject } = await somebody()
    const answer = await signIn(subject.toUpperCase())
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
    expect((await get(cookieOf(answer))).status).toBe(200)
    for (const [name, word] of [
      [subject, password.toUpperCase()],
      [subject, ''],
      ['nobody@example.com', password],
      ['rita', password],
      ['', ''],
      [`${subject}\u0000`, 'x\u0000'],
    ]) {
      const refused = await signIn(name!, word!)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('set-cookie')).toBeNull()
      expect(await refused.text()).toContain('no van juntos')
    }
  })

  test('are checked at the same cost where nobody has that name, or no password', async () => {
    const { subject } = await somebody()
    const verify = spyOn(Bun.password, 'verify')
    for (const name of [subject, 'nobody@example.com', 'rita']) await signIn(name, 'not the password')
    const hashes = verify.mock.calls.map(([, hash]) => String(hash).split('$').slice(0, 4).join('$'))
    verify.mockRestore()
    expect(hashes).toEqual(Array(3).fill('$argon2id$v=19$m=19456,t=2,p=1'))
  })

  test('are kept as a hash that says argon2id, and nowhere else', async () => {
    await somebody()
    const kept = await world.client`select hash from passwords`
    for (const { hash } of kept) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const [found] = await world.client`
      select count(*)::int as rows from events where data::text like ${`%${password}%`}`
    expect(found!.rows).toBe(0)
  })

  test('lead back to the page that was asked for, and nowhere else', async () => {
    const { subject } = await somebody()
    const asked = await world.app.request('/invoices?q=a%26b&status=failed')
    const page = await (await world.app.request(asked.headers.get('location')!)).text()
    const [, next] = /name="next" value="([^"]+)"/.exec(page)!
    const goes = async (next: string) =>
      (await post('/sign-in', { name: subject, password, next })).headers.get('location')
    expect(await goes(next!.replaceAll('&amp;', '&'))).toBe('/invoices?q=a%26b&status=failed')
    const others = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      '/\n\\evil.example',
      'a\nb',
      '',
    ]
    for (const elsewhere of others) {
      const { host } = new URL((await goes(elsewhere))!, 'http://folio.example')
      expect(host).toBe('folio.example')
    }
  })

  test('signing in replaces the session of before', async () => {
    const { subject } = await somebody()
    const first = cookieOf(await signIn(subject))
    const second = cookieOf(await signIn(subject, password, '::1', { Cookie: first }))
    expect(second).not.toBe(first)
    expect((await get(first)).status).toBe(401)
    expect((await get(second)).status).toBe(200)
  })
})

describe('guessing', () => {
  test('at a name is stopped for whoever guesses, also when all guesses come at once', async () => {
    const { subject } = await somebody()
    const guesses = Array.from({ length: 25 }, (_, n) => signIn(subject, `guess number ${n}`, '203.0.113.9'))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(bounds.signIns.atNameByAddress)
    expect(statuses.filter((status) => status === 429)).toHaveLength(25 - bounds.signIns.atNameByAddress)
    // even the right one
    expect((await signIn(subject, password, '203.0.113.9')).status).toBe(429)
    // but whoever it belongs to, from elsewhere, is not shut out
    expect((await signIn(subject, password, '198.51.100.1')).status).toBe(303)
  })

  test('at many names from one address is stopped', async () => {
    const { byAddress } = bounds.signIns
    await world.client`delete from limit_windows`
    await signIn('name-0', 'guess', '203.0.113.77')
    await world.client`update limit_windows set taken = ${byAddress} where key like 'sign-in:address:%'`
    expect((await signIn('name-1', 'guess', '203.0.113.77')).status).toBe(429)
    expect((await signIn('name-1', 'guess', '203.0.113.78')).status).toBe(401)
  })

  test('is counted by who asks, whom only a proxy nearby may name', async () => {
    const { subject } = await somebody()
    const keys = async () =>
      (
        await world.client`select count(*)::int as n from limit_windows where key like 'sign-in:address:%'`
      )[0]!.n
    await signIn(subject, 'guess', '127.0.0.1', { 'X-Forwarded-For': 'spoofed, 203.0.113.1' })
    await signIn(subject, 'guess', '127.0.0.1', { 'X-Forwarded-For': '203.0.113.2' })
    expect(await keys()).toBe(2)
    await signIn(subject, 'guess', '203.0.113.1', { 'X-Forwarded-For': '203.0.113.3' })
    await signIn(subject, 'guess', '203.0.113.2', { 'X-Forwarded-For': '203.0.113.4' })
    expect(await keys()).toBe(2)
    // whoever has one address of IPv6 has many
    for (const address of ['2001:db8::1', '2001:db8:0:0:ffff::2', '::ffff:203.0.113.1'])
      await signIn(subject, 'guess', address)
    expect(await keys()).toBe(3)
  })

  test('is forgotten with the right password', async () => {
    const { subject } = await somebody()
    for (let n = 0; n < bounds.signIns.atNameByAddress - 1; n++) await signIn(subject, 'mistyped')
    expect((await signIn(subject)).status).toBe(303)
    expect((await signIn(subject, 'mistyped')).status).toBe(401)
  })
})

test('a form larger than any honest one is not read', async () => {
  const answer = await post('/sign-in', { name: 'x', password: 'y'.repeat(bounds.formBytes) })
  expect(answer.status).toBe(413)
})

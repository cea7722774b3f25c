import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { Scope } from '../accounts/accounts.table.ts'
import { createApiToken } from '../accounts/api-tokens.ts'
import { changeAccount } from '../accounts/change-account.ts'
import { createSignInToken } from '../accounts/sign-in-links.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ CREDITS_INITIAL: '40' })
})
afterAll(() => world.close())

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const unsigned = (header: object, claims: object) => `${encode(header)}.${encode(claims)}`
const hmac = (text: string, key = world.secret, algorithm = 'sha256') =>
  `${text}.${createHmac(algorithm, key).update(text).digest('base64url')}`
const jwt = (claims: object, key?: string) => hmac(unsigned({ alg: 'HS256', typ: 'JWT' }, claims), key)

const ask = (token: string, path = '/api/v4/account', init: RequestInit = {}) =>
  world.app.request(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } })

describe('a JWT', () => {
  const good = { sub: 'rita', exp: inSeconds(600) }

  test('that is sound is let in, also where clocks differ by some seconds', async () => {
    for (const claims of [good, { ...good, exp: inSeconds(-10) }, { ...good, nbf: inSeconds(10) }])
      expect((await ask(jwt(claims))).status).toBe(200)
  })

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rs256 = (claims: object) => {
    const text = unsigned({ alg: 'RS256', typ: 'JWT' }, claims)
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  const refused: Record<string, () => string> = {
    'has expired': () => jwt({ ...good, exp: inSeconds(-40) }),
    'is not good yet': () => jwt({ ...good, nbf: inSeconds(60) }),
    'was signed with another key': () => jwt(good, 'another key, also of 32 characters'),
    'is not signed': () => `${unsigned({ alg: 'none', typ: 'JWT' }, good)}.`,
    'is not signed, and says HS256': () => `${unsigned({ alg: 'HS256', typ: 'JWT' }, good)}.`,
    'is signed with HS512': () => hmac(unsigned({ alg: 'HS512', typ: 'JWT' }, good), world.secret, 'sha512'),
    'is signed with HS384': () => hmac(unsigned({ alg: 'HS384', typ: 'JWT' }, good), world.secret, 'sha384'),
    'is signed with RS256': () => rs256(good),
    'says RS256 and is signed with our key': () => hmac(unsigned({ alg: 'RS256', typ: 'JWT' }, good)),
    'says none in capitals': () => `${unsigned({ alg: 'None', typ: 'JWT' }, good)}.`,
    'names no subject': () => jwt({ exp: inSeconds(600) }),
    'has a subject that is no name': () => jwt({ ...good, sub: 7 }),
    'says not until when': () => jwt({ sub: 'rita' }),
    'says until when as a text': () => jwt({ ...good, exp: String(good.exp) }),
    'was changed': () =>
      jwt(good).replace(/^[^.]+\.[^.]+/, unsigned({ alg: 'HS256', typ: 'JWT' }, { ...good, sub: 'admin' })),
    'has a critical extension that nobody knows': () =>
      hmac(unsigned({ alg: 'HS256', typ: 'JWT', crit: ['b64'] }, good)),
  }
  for (const [name, make] of Object.entries(refused))
    test(`that ${name} is refused`, async () => {
      const answer = await ask(make())
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    })

  test('of somebody unknown gets an account: uploader, basic, with its first credits', async () => {
    const token = jwt({ sub: 'nunca-vista', exp: inSeconds(600) })
    const answers = await Promise.all([1, 2, 3].map(() => ask(token)))
    for (const answer of answers) expect(await answer.json()).toMatchObject({ balance: 40, tier: 'basic' })
    const rows = await world.client`select role, tier, id from accounts where subject = 'nunca-vista'`
    expect(rows).toMatchObject([{ role: 'uploader', tier: 'basic' }])
    const entries =
      await world.client`select kind, amount::int from credit_entries where account_id = ${rows[0]!.id}`
    expect([...entries]).toEqual([{ kind: 'grant', amount: 40 }])
  })
})

describe('an API token', () => {
  const make = async (scope: Scope, account = world.rita, ttlSeconds = 600) =>
    (await createApiToken(world.db, account.id, { name: 'test', scope, ttlSeconds })).token

  test('is kept as a hash only, opens what it is for, and nothing once it is revoked', async () => {
    const token = await make('full')
    const stored = await world.client`select * from api_tokens`
    expect(JSON.stringify(stored)).not.toContain(token)
    expect((await ask(token)).status).toBe(200)
    await world.client`delete from api_tokens`
    expect((await ask(token)).status).toBe(401)
  })

  test('that has expired, or was never made, is refused', async () => {
    const token = await make('full')
    await world.client`update api_tokens set expires_at = now() - interval '1 s'`
    for (const each of [token, `${token}x`, 'folio_', `folio_${'A'.repeat(43)}`])
      expect((await ask(each)).status).toBe(401)
  })

  test('does what its scope allows, whoever its account is', async () => {
    const retry = { method: 'POST' }
    const upload = () => {
      const body = new FormData()
      body.append('files', new File(['rubbish'], 'x.pdf'))
      return { method: 'POST', body }
    }
    const outcomes = async (scope: Scope) => {
      const token = await make(scope, world.ana)
      const answers = [
        await ask(token, '/api/invoices/'),
        await ask(token, '/api/invoices/ocr', upload()),
        await ask(token, '/facturas/', {
          method: 'POST',
          body: '[]',
          headers: { 'Content-Type': 'application/json' },
        }),
        await ask(token, '/api/invoices/999/retry', retry),
        await ask(token, '/api/invoices/999', { method: 'DELETE' }),
      ]
      return answers.map(({ status }) => status)
    }
    expect(await outcomes('read')).toEqual([200, 403, 403, 403, 403])
    expect(await outcomes('upload')).toEqual([200, 415, 422, 403, 403])
    expect(await outcomes('full')).toEqual([200, 415, 422, 404, 404])
    const answer = await ask(await make('read'), '/api/invoices/999/retry', retry)
    expect(await answer.json()).toMatchObject({
      status: 403,
      code: 'WRONG_SCOPE',
      scope: 'read',
      needed: 'full',
    })
  })

  test('never does more than its account may', async () => {
    const answer = await ask(await make('full', world.ulises), '/api/invoices/999', { method: 'DELETE' })
    expect(answer.status).toBe(403)
  })

  test('tells when it was last used, written down once a minute at most', async () => {
    const token = await make('read')
    const usedAt = async () =>
      (await world.client`select used_at::text from api_tokens order by id desc limit 1`)[0]!.used_at
    expect(await usedAt()).toBeNull()
    await ask(token)
    const first = await usedAt()
    expect(first).not.toBeNull()
    await ask(token)
    expect(await usedAt()).toBe(first)
    await world.client`update api_tokens set used_at = now() - interval '61 s'`
    const stale = await usedAt()
    await ask(token)
    expect(await usedAt()).not.toBe(stale)
  })

  test('manages no accounts: a leaked one becomes neither a password nor another token', async () => {
    const token = await make('full', world.ana)
    for (const path of ['/account', '/admin', `/admin/people/${world.rita.id}`])
      expect((await ask(token, path)).status).toBe(403)
    for (const path of ['/account/tokens', '/account/password', '/admin/people']) {
      const answer = await ask(token, path, { method: 'POST' })
      expect(answer.status).toBe(403)
      expect(await answer.text()).not.toContain('folio_')
    }
    expect(await world.client`select from api_tokens where name <> 'test'`).toHaveLength(0)
  })
})

test('a disabled account is let in nowhere, and again when it is enabled', async () => {
  const { id } = world.ulises
  const token = (await createApiToken(world.db, id, { name: 'x', scope: 'full', ttlSeconds: 60 })).token
  const link = await createSignInToken(world.db, world.ulises)
  const signIn = (text: string) =>
    world.app.request('/sign-in', { method: 'POST', body: new URLSearchParams({ token: text }) })
  const Cookie = (await signIn(link)).headers.get('set-cookie')!.split(';')[0]!
  const unused = await createSignInToken(world.db, world.ulises)
  const withCookie = () => world.app.request('/api/v4/account', { headers: { Cookie } })
  const bearer = jwt({ sub: 'ulises', exp: inSeconds(600) })
  expect((await withCookie()).status).toBe(200)

  await changeAccount(world.deps, id, { disabled: 'true' })
  for (const each of [token, bearer]) {
    const answer = await ask(each, '/api/invoices/')
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      403,
      'ACCOUNT_DISABLED',
    ])
  }
  expect((await withCookie()).status).toBe(401)
  expect((await signIn(unused)).status).toBe(401)

  await changeAccount(world.deps, id, { disabled: 'false' })
  expect((await ask(bearer)).status).toBe(200)
  expect((await withCookie()).status).toBe(401)
})

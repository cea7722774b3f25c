import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { createSignInToken } from '../accounts/sign-in-links.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
function token(
  claims: object,
  { header = { alg: 'HS256', typ: 'JWT' } as object, key = world.secret, algorithm = 'sha256' } = {},
) {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac(algorithm, key).update(text).digest('base64url')}`
}
const soon = () => Math.floor(Date.now() / 1000) + 60
const ask = (authorization: string | undefined) =>
  world.app.request(
    '/api/invoices/',
    authorization === undefined ? {} : { headers: { Authorization: authorization } },
  )

describe('a bearer token', () => {
  test('that is signed, in time and has a name is let in, and a new name becomes an uploader', async () => {
    expect((await ask(`Bearer ${token({ sub: 'nueva', exp: soon() })}`)).status).toBe(200)
    const [row] = await world.client`select role from accounts where subject = 'nueva'`
    expect(row).toEqual({ role: 'uploader' })
  })

  test('of any other kind is refused', async () => {
    const refused = [
      undefined,
      '',
      'Bearer',
      'Bearer x',
      'Basic YTpi',
      'Bearer a.b.c',
      `Bearer ${token({ sub: 'ana', exp: Math.floor(Date.now() / 1000) - 40 })}`,
      `Bearer ${token({ sub: 'ana', exp: soon(), nbf: soon() })}`,
      `Bearer ${token({ sub: 'ana' })}`,
      `Bearer ${token({ exp: soon() })}`,
      `Bearer ${token({ sub: '', exp: soon() })}`,
      `Bearer ${token({ sub: 'a\u0000b', exp: soon() })}`,
      `Bearer ${token({ sub: 'x'.repeat(300), exp: soon() })}`,
      `Bearer ${token({ sub: 7, exp: soon() })}`,
      `Bearer ${token({ sub: 'ana', exp: soon() }, { key: 'another key, also of 32 characters' })}`,
      `Bearer ${token({ sub: 'ana', exp: soon() }, { header: { alg: 'HS512', typ: 'JWT' }, algorithm: 'sha512' })}`,
      `Bearer ${encode({ alg: 'none' })}.${encode({ sub: 'admin', exp: soon() })}.`,
    ]
    for (const authorization of refused) {
      const answer = await ask(authorization)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(await answer.json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    }
  })
})

describe('the one-time link', () => {
  const signIn = (text: string, headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' }) =>
    world.app.request('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ token: text }),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    })

  test('opens one session, with a cookie that scripts and other sites do not get', async () => {
    const link = await createSignInToken(world.db, world.ana)
    expect((await world.app.request(`/sign-in?token=${link}`)).status).toBe(200)
    const first = await signIn(link)
    expect(first.status).toBe(303)
    const cookie = first.headers.get('set-cookie')!
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const headers = { Cookie: cookie.split(';')[0]! }
    expect((await world.app.request('/api/invoices/', { headers })).status).toBe(200)
    expect((await signIn(link)).status).toBe(401)
    const out = await world.app.request('/sign-out', {
      method: 'POST',
      headers: { ...headers, Host: 'localhost', Origin: 'http://localhost' },
    })
    expect(out.status).toBe(303)
    expect((await world.app.request('/api/invoices/', { headers })).status).toBe(401)
  })

  test('of two clicks at once lets one in', async () => {
    const link = await createSignInToken(world.db, world.ana)
    const both = await Promise.all([signIn(link), signIn(link)])
    expect(both.map((answer) => answer.status).sort()).toEqual([303, 401])
  })

  test('works over TLS with a cookie for TLS only', async () => {
    const answer = await signIn(await createSignInToken(world.db, world.ana), {
      'X-Forwarded-Proto': 'https',
    })
    expect(answer.headers.get('set-cookie')).toMatch(/Secure/)
  })

  test('that has expired is refused', async () => {
    const link = await createSignInToken(world.db, world.ana)
    await world.client`update sign_in_links set expires_at = now() - interval '1 second'`
    expect((await signIn(link)).status).toBe(401)
  })
})

test('without a session, pages lead to the sign-in', async () => {
  for (const path of ['/', '/invoices/1']) {
    const answer = await world.app.request(path)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toStartWith('/sign-in')
  }
})

describe('what another site makes a browser send', () => {
  const cookieOf = async () => {
    const link = await createSignInToken(world.db, world.ana)
    const answer = await world.app.request('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ token: link }),
    })
    return answer.headers.get('set-cookie')!.split(';')[0]!
  }

  test('is refused on every form and at the socket', async () => {
    const Cookie = await cookieOf()
    const post = (headers: Record<string, string>) =>
      world.app.request('/api/invoices/1/retry', {
        method: 'POST',
        headers: { Cookie, Host: 'folio.example', ...headers },
      })
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      {},
    ]) {
      const answer = await post(headers as Record<string, string>)
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ code: 'CROSS_SITE' })
    }
    expect((await post({ Origin: 'https://folio.example' })).status).toBe(404)
    expect((await post({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(404)
    const socket = await world.app.request('/ws', {
      headers: { Cookie, Host: 'folio.example', Upgrade: 'websocket', Origin: 'https://evil.example' },
    })
    expect(socket.status).toBe(403)
  })
})

describe('with AUTH=off', () => {
  test('everybody on this machine is the administrator, but only under this machine’s own name', async () => {
    const open = await openWorld({ AUTH: 'off' })
    try {
      const list = (headers: Record<string, string>) => open.app.request('/api/invoices/', { headers })
      expect((await list({ Host: '127.0.0.1:3000' })).status).toBe(200)
      expect((await list({ Host: 'localhost' })).status).toBe(200)
      expect((await list({ Host: 'rebound.example' })).status).toBe(403)
      const post = (headers: Record<string, string>) =>
        open.app.request('/api/invoices/7/retry', {
          method: 'POST',
          headers: { Host: 'localhost:3000', ...headers },
        })
      expect((await post({})).status).toBe(404)
      expect((await post({ Origin: 'https://evil.example' })).status).toBe(403)
      expect((await post({ Origin: 'http://localhost:3000' })).status).toBe(404)
    } finally {
      await open.close()
    }
  })
})

test('every answer is hard to misuse', async () => {
  const { headers } = await world.app.request('/sign-in')
  const policy = headers.get('content-security-policy')!
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-request-id')).toBeTruthy()
})

test('only named origins may call from a browser', async () => {
  const open = await openWorld({ CORS_ORIGINS: 'https://app.example' })
  try {
    const preflight = (Origin: string) =>
      open.app.request('/api/invoices/', {
        method: 'OPTIONS',
        headers: {
          Origin,
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'authorization',
        },
      })
    expect((await preflight('https://app.example')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example',
    )
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  } finally {
    await open.close()
  }
})

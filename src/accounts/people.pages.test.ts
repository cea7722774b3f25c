import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import type { Account } from './accounts.table.ts'
import { createApiToken } from './api-tokens.ts'
import { balanceOf } from './credits.ts'
import { openSession } from './sessions.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const cookieOf = async ({ id }: Account) => `folio_session=${(await openSession(world.db, id, '')).token}`

/** Somebody in a browser: asks for pages, and sends forms. */
async function browserOf(account: Account) {
  const Cookie = await cookieOf(account)
  const headers = { Cookie, 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost', Host: 'localhost' }
  return {
    get: (path: string) => world.app.request(path, { headers }),
    post: (path: string, fields: Record<string, string> = {}) =>
      world.app.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  }
}
const find = async (subject: string) =>
  (await world.client`select *, id::int from accounts where subject = ${subject}`)[0]!

test('an admin adds somebody, who opens the link, chooses a password and comes in', async () => {
  const { post } = await browserOf(world.ana)
  const added = await post('/admin/people', { subject: 'Eva@Example.com', name: 'Eva <b>', role: 'reviewer' })
  const html = await added.text()
  expect(added.status).toBe(200)
  expect(html).toContain('Eva &lt;b&gt;')
  const [, token] = /http:\/\/localhost\/sign-in\?token=([\w-]{43})/.exec(html)!
  const eva = await find('eva@example.com')
  expect(eva).toMatchObject({ role: 'reviewer', tier: 'basic' })
  expect(await balanceOf(world.db, eva.id)).toBe(100)
  const body = new URLSearchParams({ token: token!, password: 'bastante larga' })
  expect((await world.app.request('/sign-in', { method: 'POST', body })).status).toBe(303)

  const again = await post('/admin/people', { subject: 'eva@example.com', name: 'Otra', role: 'admin' })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('value="Otra"')
  expect((await post('/admin/people', { subject: 'with space' })).status).toBe(422)
})

test('an admin says what somebody may do, and whoever owns the machine stays admin', async () => {
  const { get, post } = await browserOf(world.ana)
  const place = `/admin/people/${world.ulises.id}`
  const changes = { role: 'reviewer', tier: 'basic', trustScore: '80', uploadLimitPerHour: '5' }
  const answer = await post(`${place}/changes`, changes)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${place}?done=changes`])
  expect(await (await get(`${place}?done=changes`)).text()).toContain('Cambios guardados.')
  const account = await (await world.request('/api/v4/account', { as: world.ulises })).json()
  expect(account).toMatchObject({ tier: 'premium', limits: { uploads_per_hour: { limit: 5, remaining: 5 } } })
  expect(account).toMatchObject({
    limits: { sessions_per_hour: { limit: 10 }, sessions_per_day: { limit: 50 } },
  })

  for (const wrong of [{ trustScore: '101' }, { role: 'king' }, { uploadLimitPerHour: '-1' }, { tier: '' }]) {
    const refused = await post(`${place}/changes`, { ...changes, ...wrong })
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toMatch(/La confianza va de 0|El papel es|El límite va de 0|El nivel es/)
    if ('trustScore' in wrong) expect(html).toContain('value="101"')
  }
  await post(`${place}/changes`, { ...changes, uploadLimitPerHour: '', role: 'uploader', trustScore: '0' })
  expect(await find('ulises')).toMatchObject({ upload_limit_per_hour: null, role: 'uploader' })

  const own = `/admin/people/${world.ana.id}`
  expect((await post(`${own}/changes`, changes)).status).toBe(409)
  expect((await post(`${own}/state`, { disabled: 'true' })).status).toBe(409)
  expect((await post('/admin/people/999/changes', changes)).status).toBe(404)
})

test('an admin disables somebody, who is signed out at once', async () => {
  const { post } = await browserOf(world.ana)
  const rita = await browserOf(world.rita)
  expect((await rita.get('/account')).status).toBe(200)
  await post(`/admin/people/${world.rita.id}/state`, { disabled: 'true' })
  expect((await rita.get('/account')).headers.get('location')).toStartWith('/sign-in')
  await post(`/admin/people/${world.rita.id}/state`, { disabled: 'false' })
  expect((await (await browserOf(world.rita)).get('/account')).status).toBe(200)
})

test('an admin grants credits, and both see how the balance came to be', async () => {
  const { get, post } = await browserOf(world.ana)
  const place = `/admin/people/${world.ulises.id}`
  const before = await balanceOf(world.db, world.ulises.id)
  expect((await post(`${place}/credits`, { amount: '50', reason: 'Por ayudar <3' })).status).toBe(303)
  expect((await post(`${place}/credits`, { amount: '-20', reason: 'Eran menos' })).status).toBe(303)
  for (const wrong of ['', '0', '1.5', '-100000', 'x'])
    expect((await post(`${place}/credits`, { amount: wrong, reason: 'x' })).status).toBe(422)
  expect((await post(`${place}/credits`, { amount: '5', reason: ' ' })).status).toBe(422)
  expect(await balanceOf(world.db, world.ulises.id)).toBe(before + 30)
  expect(await (await get(place)).text()).toContain('Por ayudar &lt;3')

  const ledger = await (await world.request('/api/v4/account/ledger?per_page=2', { as: world.ulises })).json()
  expect(ledger).toMatchObject({
    items: [
      {
        kind: 'grant',
        amount: -20,
        change: -20,
        balance: before + 30,
        reason: 'Eran menos',
        reference: null,
      },
      { kind: 'grant', amount: 50, change: 50, balance: before + 50, reason: 'Por ayudar <3' },
    ],
  })
  const next = `/api/v4/account/ledger?per_page=2&cursor=${ledger.next_cursor}`
  const rest = await (await world.request(next, { as: world.ulises })).json()
  expect(rest).toMatchObject({
    items: [{ kind: 'grant', reason: 'initial', balance: before }],
    next_cursor: null,
  })
  const others = await (await world.request('/api/v4/account/ledger', { as: world.rita })).json()
  expect(others.items).toHaveLength(1)
})

test('a token is made, shown once, used and revoked', async () => {
  const { get, post } = await browserOf(world.ulises)
  const made = await (await post('/account/tokens', { name: 'Caja', scope: 'upload', days: '30' })).text()
  const [token] = /folio_[\w-]{43}/.exec(made)!
  const use = () => world.app.request('/api/v4/account', { headers: { Authorization: `Bearer ${token}` } })
  expect((await use()).status).toBe(200)
  const page = await (await get('/account')).text()
  expect(page).not.toContain(token)
  const [removal] = /\/account\/tokens\/\d+\/removal/.exec(page)!

  const rita = await browserOf(world.rita)
  expect((await rita.post(removal)).status).toBe(404)
  expect((await use()).status).toBe(200)
  expect((await post(removal)).status).toBe(303)
  expect((await use()).status).toBe(401)

  for (const wrong of [{ scope: 'all' }, { days: '0' }, { days: '9999' }, { name: ' ' }])
    expect((await post('/account/tokens', { name: 'x', scope: 'read', days: '1', ...wrong })).status).toBe(
      422,
    )
})

test('a password is changed with the one before, and everybody else is signed out', async () => {
  const { rita } = world
  const [here, elsewhere] = [await browserOf(rita), await browserOf(rita)]
  const change = (current: string, password: string) => here.post('/account/password', { current, password })
  expect((await change('', 'la primera, larga')).headers.get('location')).toBe('/account?done=password')
  expect((await elsewhere.get('/account')).status).toBe(303)
  const wrong = await change('no es esta', 'la segunda, larga')
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('La contraseña actual no es esa.')
  expect((await change('la primera, larga', 'corta')).status).toBe(422)
  expect((await change('la primera, larga', 'la segunda, larga')).status).toBe(303)
  expect((await here.get('/account')).status).toBe(200)
  const signIn = (password: string) =>
    world.app.request('/sign-in', { method: 'POST', body: new URLSearchParams({ name: 'rita', password }) })
  expect((await signIn('la primera, larga')).status).toBe(401)
  expect((await signIn('la segunda, larga')).status).toBe(303)
})

test('only admins look after others', async () => {
  const own = (await createApiToken(world.db, world.ana.id, { name: 'x', scope: 'full', ttlSeconds: 60 }))
    .token
  expect(own).toStartWith('folio_')
  const [{ id: token }] = (await world.client`select max(id)::int as id from api_tokens`) as never as [
    { id: number },
  ]
  const paths = [
    'changes',
    'state',
    'credits',
    'invitation',
    'tokens',
    'sessions/removal',
    `tokens/${token}/removal`,
  ]
  for (const account of [world.rita, world.ulises]) {
    const { get, post } = await browserOf(account)
    for (const path of ['/admin', `/admin/people/${world.ana.id}`]) expect((await get(path)).status).toBe(403)
    expect((await post('/admin/people', { subject: 'me-too', role: 'admin' })).status).toBe(403)
    for (const path of paths) expect((await post(`/admin/people/${world.ana.id}/${path}`)).status).toBe(403)
    expect(await (await get('/account')).text()).not.toContain('href="/admin"')
  }
  expect(await world.client`select from accounts where subject = 'me-too'`).toHaveLength(0)
})

test('somebody is found among many, page by page', async () => {
  await world.client`
    insert into accounts (subject, name) select 'p' || n || '@example.com', 'Persona 100%_' || n from generate_series(1, 60) as n`
  const { get } = await browserOf(world.ana)
  const names = (html: string) => [...html.matchAll(/Persona 100%_(\d+)</g)].map(([, n]) => Number(n))
  const first = await (await get('/admin?q=100%25_')).text()
  expect(names(first)).toHaveLength(50)
  const [, next] = /href="(\/admin\?[^"]+)" rel="next"/.exec(first)!
  const second = await (await get(next!.replaceAll('&amp;', '&'))).text()
  expect(new Set([...names(first), ...names(second)]).size).toBe(60)
  expect(names(await (await get('/admin?q=P7@')).text())).toEqual([7])
})

test('without sign-in the pages are open, and there is no password to change', async () => {
  const open = await openWorld({ AUTH: 'off' })
  try {
    const headers = { Host: 'localhost' }
    const page = await (await open.app.request('/account', { headers })).text()
    expect(page).toContain('AUTH=off')
    expect(page).not.toContain('action="/account/password"')
    expect((await open.app.request('/admin', { headers })).status).toBe(200)
  } finally {
    await open.close()
  }
})

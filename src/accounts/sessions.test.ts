import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import { openSession } from './sessions.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const cookie = (token: string) => `folio_session=${token}`
const get = (token: string, path = '/api/v4/account') =>
  world.app.request(path, { headers: { Cookie: cookie(token) } })
const renewedBy = (answer: Response) =>
  /folio_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
const age = (interval: string) =>
  world.client`update sessions set renewed_at = renewed_at - ${interval}::interval`
const open = async (browser = '') => (await openSession(world.db, world.rita.id, browser)).token
const post = (token: string, path: string) =>
  world.app.request(path, {
    method: 'POST',
    headers: { Cookie: cookie(token), 'Sec-Fetch-Site': 'same-origin' },
  })

test('a token is replaced after a day; the one before counts until the new one has arrived, and a minute longer', async () => {
  const old = await open()
  const fresh = await get(old)
  expect([fresh.status, renewedBy(fresh)]).toEqual([200, undefined])
  await age('25 hours')
  const answers = await Promise.all(Array.from({ length: 5 }, () => get(old)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const [renewed, ...others] = answers.map(renewedBy).filter(Boolean)
  expect(others).toEqual([])
  expect(renewed).not.toBe(old)
  // requests under way still carry the old one
  expect((await get(old)).status).toBe(200)
  expect((await get(renewed!)).status).toBe(200)
  await age('2 minutes')
  expect((await get(renewed!)).status).toBe(200)
  expect((await get(old)).status).toBe(401)
  expect((await get(renewed!)).status).toBe(200)
})

test('an answer that was lost with the new token leaves nobody outside', async () => {
  const old = await open()
  await age('25 hours')
  const lost = renewedBy(await get(old))!
  await age('2 minutes')
  const again = await get(old)
  const second = renewedBy(again)!
  expect([again.status, second === lost]).toEqual([200, false])
  expect((await get(lost)).status).toBe(401)
  expect((await get(second)).status).toBe(200)
})

test('a session ends when its time is over, however fresh its token', async () => {
  const token = await open()
  await world.client`update sessions set expires_at = now() - interval '1 s'`
  expect((await get(token)).status).toBe(401)
})

test('signing out ends it, also with the token before', async () => {
  const old = await open()
  await age('25 hours')
  const renewed = renewedBy(await get(old))!
  expect((await post(old, '/sign-out')).status).toBe(303)
  for (const token of [old, renewed]) expect((await get(token)).status).toBe(401)
})

test('one sees where one is signed in, and ends one or all others', async () => {
  await world.client`delete from sessions`
  const here = await open('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')
  const [phone, work, home] = [await open('Mozilla/5.0 (iPhone) Safari/605'), await open(), await open()]
  const page = await (await get(here, '/account')).text()
  for (const text of ['Firefox · Linux', 'Safari · iOS', 'Este navegador']) expect(page).toContain(text)
  const [{ id }] = (await world.client`select id from sessions where browser like '%iPhone%'`) as never as [
    { id: string },
  ]

  expect((await post(here, `/account/sessions/${id}/removal`)).status).toBe(303)
  expect((await get(phone)).status).toBe(401)
  expect((await get(work)).status).toBe(200)
  expect((await post(here, '/account/sessions/removal')).status).toBe(303)
  for (const token of [work, home]) expect((await get(token)).status).toBe(401)
  expect((await get(here)).status).toBe(200)
})

test('nobody ends the sessions of others', async () => {
  const own = await open()
  const { token } = await openSession(world.db, world.ana.id, '')
  const [{ id }] = (await world.client`select max(id) as id from sessions`) as never as [{ id: string }]
  await post(own, `/account/sessions/${id}/removal`)
  await post(own, '/account/sessions/removal')
  expect((await get(token)).status).toBe(200)
})

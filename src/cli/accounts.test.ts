import { afterAll, beforeAll, expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openWorld, type World } from '../testing/world.ts'

const patienceMs = 60_000
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** The program itself, beside a server on the same database. */
async function folio(line: string) {
  const program = join(import.meta.dirname, 'folio.ts')
  const settings = { LANG: 'en', DATABASE_URL: world.database.url, DATA_DIR: world.config.DATA_DIR }
  const env = { PATH: process.env.PATH, ...settings }
  const child = spawn(process.execPath, ['--no-env-file', program, ...line.split(' ')], { env })
  let [output, errors] = ['', '']
  child.stdout.on('data', (data) => {
    output += data
  })
  child.stderr.on('data', (data) => {
    errors += data
  })
  const [code] = await once(child, 'close')
  return { code, output: output.trim(), errors: errors.trim() }
}
const ask = (token: string, init?: RequestInit) =>
  world.app.request('/api/v4/account', { ...init, headers: { Authorization: `Bearer ${token}` } })

test(
  'somebody is added, changed, given Lümis and a token, which is revoked again',
  async () => {
    const added = await folio('user add Eva@Example.com --role reviewer')
    expect(added).toMatchObject({ code: 0, errors: '' })
    const [, link] = /^http:\/\/127\.0\.0\.1:3000\/sign-in\?token=([\w-]{43})$/.exec(added.output)!
    const body = new URLSearchParams({ token: link!, password: 'bastante larga' })
    expect((await world.app.request('/sign-in', { method: 'POST', body })).status).toBe(303)

    expect(await folio('credits grant --user eva@example.com --amount 50')).toMatchObject({ output: '150' })
    expect(await folio('credits grant --user eva@example.com --amount=-151')).toMatchObject({ code: 1 })
    expect(await folio('user change --user eva@example.com --trust 90 --limit 7')).toMatchObject({ code: 0 })

    const { output: token } = await folio('token create --user eva@example.com --ttl 1h --scope read')
    const account = await (await ask(token)).json()
    expect(account).toMatchObject({
      balance: 150,
      tier: 'premium',
      limits: { uploads_per_hour: { limit: 7 } },
    })
    const [row] =
      await world.client`select round(extract(epoch from expires_at - created_at))::int as ttl from api_tokens`
    expect(row!.ttl).toBe(3_600)
    const listed = await folio('token list --user eva@example.com')
    expect(listed.output).toMatch(/^\d+ {2}read .* used 20/)
    expect(listed.output).not.toContain(token)
    const [id] = listed.output.split(' ')
    expect(await folio(`token revoke --user eva@example.com ${id}`)).toMatchObject({ code: 0 })
    expect((await ask(token)).status).toBe(401)

    const people = (await folio('user list --json')).output.split('\n').map((line) => JSON.parse(line))
    expect(people[0]).toMatchObject({ user: 'eva@example.com', role: 'reviewer', trust: 90, balance: 150 })
    expect(people.map(({ user }) => user)).toEqual(['eva@example.com', 'ulises', 'rita', 'admin'])
  },
  patienceMs,
)

test(
  'what is not understood is refused with one line',
  async () => {
    const lines: [string, number, RegExp][] = [
      ['user', 64, /one of add, list, link, change/],
      ['user add', 64, /NAME is missing/],
      ['user change --user admin --role uploader', 1, /always administers/],
      ['token create --user admin --ttl soon', 64, /--ttl is a number/],
      ['token create --user nobody', 1, /no account ‘nobody’/],
      ['credits grant --user admin --amount 1.5', 64, /whole number/],
    ]
    for (const [line, code, said] of lines) {
      const outcome = await folio(line)
      expect([line, outcome.code, outcome.output]).toEqual([line, code, ''])
      expect(outcome.errors).toMatch(said)
      expect(outcome.errors.split('\n')).toHaveLength(1)
    }
  },
  patienceMs,
)

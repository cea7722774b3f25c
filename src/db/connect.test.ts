import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DrizzleQueryError } from 'drizzle-orm'
import { createLog } from '../log.ts'
import { applicationName, connect } from './connect.ts'
import { databaseFault } from './database-faults.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { isDatabaseDown } from './failures.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'folio-connect-'))
let embedded: Embedded
let other: ReturnType<typeof open>

const open = (max = 1, url = embedded.url) => connect(url, { max, statementMs: 5_000 })

beforeAll(async () => {
  embedded = await startEmbedded({ dataDir, log: createLog('error') })
  other = open(2)
  await other`create table kept (id int)`
}, 30_000)

afterAll(async () => {
  await other.end({ timeout: 1 })
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  )

const pidOf = async (sql: Pick<typeof other, 'unsafe'>) =>
  (await sql.unsafe('select pg_backend_pid() as pid'))[0]!.pid as number

/** Ends a session from outside, and waits until its client has noticed. */
async function cut(pid: number) {
  await other`select pg_terminate_backend(${pid}, 5000)`
  await Bun.sleep(50)
}

test('sessions carry our name and their limit', async () => {
  const sql = open()
  const [row] = await sql`
    select current_setting('application_name') as name, current_setting('statement_timeout') as statement`
  expect(row).toEqual({ name: applicationName, statement: '5s' })
  await sql.end()
})

test('drivers other than ours understand the same address', async () => {
  const { default: pg } = await import(Bun.resolveSync('pg', Bun.resolveSync('pg-boss', import.meta.dir)))
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
})

describe('when its session is ended', () => {
  test('an idle client goes on with a new one', async () => {
    const sql = open()
    await cut(await pidOf(sql))
    expect(await sql`select ${1}::int as one`).toMatchObject([{ one: 1 }])
    await sql.end()
  })

  test('the rest of a transaction never runs outside it', async () => {
    const sql = open()
    let inside: Promise<unknown> | undefined
    const broken = failureOf(
      sql.begin((tx) => {
        inside = (async () => {
          await cut(await pidOf(tx))
          await sql`select 1`
          await tx`insert into kept values (${1})`
        })()
        return inside
      }),
    )
    expect(isDatabaseDown(await broken)).toBe(true)
    expect(isDatabaseDown(await failureOf(inside!))).toBe(true)
    expect(await other`select * from kept`).toHaveLength(0)
    expect(await pidOf(sql)).toBeNumber()
    await sql.end()
  })

  test('what waits in a transaction is told, not left hanging', async () => {
    const sql = open()
    let inside: Promise<PromiseSettledResult<unknown>[]> | undefined
    const broken = failureOf(
      sql.begin(async (tx) => {
        const pid = await pidOf(tx)
        inside = Promise.allSettled([1, 2, 3].map((n) => tx`select pg_sleep(${n * 10})`))
        await cut(pid)
        await inside
      }),
    )
    expect(isDatabaseDown(await broken)).toBe(true)
    expect((await inside!).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await sql.end()
  })

  test('a reserved session ends, and its place in the pool is free again', async () => {
    const sql = open()
    const reserved = await sql.reserve()
    await cut(await pidOf(reserved))
    expect(isDatabaseDown(await failureOf(reserved`select ${1}::int`))).toBe(true)
    reserved.release()
    expect(await sql`select ${1}::int as one`).toMatchObject([{ one: 1 }])
    await sql.end()
  })

  test('closing the pool does not wait for it', async () => {
    const sql = open()
    const pid = await pidOf(sql)
    const asleep = failureOf(sql`select pg_sleep(30)`)
    const ended = sql.end()
    await cut(pid)
    expect(await Promise.race([ended.then(() => 'ended'), Bun.sleep(2_000)])).toBe('ended')
    expect(isDatabaseDown(await asleep)).toBe(true)
  })

  test('a listener hears again', async () => {
    const sql = open()
    const heard: string[] = []
    let listening = 0
    const { state } = await sql.listen(
      'news',
      (text) => heard.push(text),
      () => listening++,
    )
    await other`select pg_terminate_backend(${state.pid}, 5000)`
    while (listening < 2) await Bun.sleep(5)
    await other.notify('news', 'hello')
    while (heard.length < 1) await Bun.sleep(5)
    expect(heard).toEqual(['hello'])
    await sql.end({ timeout: 1 })
  })
})

describe('a database that can’t be reached', () => {
  const address = (query: string) => `postgres://folio:x@127.0.0.1:1/folio${query}`

  test.each([
    ['no server at that port', address('')],
    ['no socket in that directory', address('?host=/nowhere')],
    ['a name nobody has', 'postgres://folio:x@nobody.invalid/folio'],
  ])('is known by its error: %s', async (_, url) => {
    const sql = open(1, url)
    const error = await failureOf(sql`select 1`)
    expect(isDatabaseDown(error)).toBe(true)
    expect(isDatabaseDown(new DrizzleQueryError('select 1', [], error))).toBe(true)
    await sql.end({ timeout: 1 })
  })

  test.each(['57P01', '57P03', '08006', '53300', 'ECONNRESET', 'CONNECT_TIMEOUT'])(
    'is known by %s',
    (code) => {
      expect(isDatabaseDown(Object.assign(new Error(), { code }))).toBe(true)
    },
  )

  test('is not what a wrong query or a missing file is', async () => {
    const sql = open()
    const { wrong, slow } = {
      wrong: await failureOf(sql`select * from nowhere`),
      slow: await failureOf(sql.unsafe(`set statement_timeout = 10; select pg_sleep(1)`)),
    }
    expect([wrong.code, slow.code]).toEqual(['42P01', '57014'])
    const missing = await failureOf(Bun.file('/nowhere').text())
    for (const error of [wrong, slow, missing, null, 'text', new Error('none')])
      expect(isDatabaseDown(error)).toBe(false)
    await sql.end()
  })
})

test('what the database complains of is told as what it is, also through the query builder', () => {
  const wrapped = (code: string) => new DrizzleQueryError('insert', [], Object.assign(new Error(), { code }))
  const codeOf = (error: unknown) => databaseFault(error)?.code
  expect(codeOf(wrapped('53100'))).toBe('DATABASE_FULL')
  expect(codeOf(wrapped('53300'))).toBe('DATABASE_UNAVAILABLE')
  expect(codeOf(wrapped('42P01'))).toBe('DATABASE_INCOMPLETE')
  expect(codeOf(wrapped('22P05'))).toBe('NOT_STORABLE')
  expect(codeOf(wrapped('42601'))).toBeUndefined()
  expect(codeOf(new TypeError('ours'))).toBeUndefined()
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { readConfig } from '../config.ts'
import { connect } from '../db/connect.ts'
import { createDatabase, type Db } from '../db/database.ts'
import { cloneDatabase } from '../testing/database.ts'
import { sessionLimitsOf, uploadLimitOf } from './account-limits.ts'
import { accountOf } from './accounts.ts'
import { forgetLimit, lookAtLimit, purgeLimits, takeFromLimit } from './limits.ts'

let database: Awaited<ReturnType<typeof cloneDatabase>>
let processes: Db[]
let db: Db

beforeAll(async () => {
  database = await cloneDatabase()
  // as many pools as there would be processes
  processes = Array.from({ length: 4 }, () =>
    createDatabase(connect(database.url, { max: 5, statementMs: 20_000 })),
  )
  db = processes[0]!
})
afterAll(() => database.drop())

const limitOf = (name: string, limit = 60, windowSeconds = 3_600) => ({
  accountId: 7,
  name,
  limit,
  windowSeconds,
})
const endWindow = (name: string) =>
  db.execute(sql`update limit_windows set ends_at = now() where key = ${`${name}:7`}`)

test('of two hundred at once over four processes, exactly as many are allowed as the limit says', async () => {
  const asked = Array.from({ length: 200 }, (_, n) => takeFromLimit(processes[n % 4]!, limitOf('many')))
  const answers = await Promise.all(asked)
  const allowed = answers.filter((answer) => answer.allowed)
  expect(allowed.map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 60 }, (_, n) => n),
  )
  for (const answer of answers) {
    expect(answer.limit).toBe(60)
    expect(answer.resetAt).toEqual(answers[0]!.resetAt)
  }
  expect(answers.filter((answer) => !answer.allowed).every(({ remaining }) => remaining === 0)).toBe(true)
})

test('a window begins with the first, and ends after so many seconds', async () => {
  const limit = limitOf('window', 2, 60)
  const before = Date.now()
  const { resetAt } = await takeFromLimit(db, limit)
  expect(resetAt.getTime()).toBeGreaterThanOrEqual(before + 60_000)
  expect(resetAt.getTime()).toBeLessThanOrEqual(Date.now() + 60_000)
  expect((await takeFromLimit(db, limit)).allowed).toBe(true)
  expect(await takeFromLimit(db, limit)).toEqual({ allowed: false, limit: 2, remaining: 0, resetAt })
  await endWindow('window')
  // the first moment of the next window is as crowded as any other
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => takeFromLimit(processes[n % 4]!, limit)),
  )
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(2)
})

test('looking takes nothing', async () => {
  const limit = limitOf('look', 2)
  expect(await lookAtLimit(db, limit)).toMatchObject({ allowed: true, limit: 2, remaining: 2 })
  const { resetAt } = await takeFromLimit(db, limit)
  expect(await lookAtLimit(db, limit)).toEqual({ allowed: true, limit: 2, remaining: 1, resetAt })
  expect(await lookAtLimit(db, limit)).toMatchObject({ remaining: 1 })
  await takeFromLimit(db, limit)
  expect(await lookAtLimit(db, limit)).toMatchObject({ allowed: false, remaining: 0 })
  await forgetLimit(db, limit)
  expect(await lookAtLimit(db, limit)).toMatchObject({ allowed: true, remaining: 2 })
})

test('each name and each account has its own, and nothing is allowed of nothing', async () => {
  await takeFromLimit(db, limitOf('mine', 1))
  expect((await takeFromLimit(db, { ...limitOf('mine', 1), accountId: 8 })).allowed).toBe(true)
  expect((await takeFromLimit(db, limitOf('other', 1))).allowed).toBe(true)
  expect(await takeFromLimit(db, limitOf('none', 0))).toMatchObject({
    allowed: false,
    limit: 0,
    remaining: 0,
  })
})

test('a limit that is lowered or raised counts from where it stands', async () => {
  for (let taken = 0; taken < 3; taken++) await takeFromLimit(db, limitOf('moved', 10))
  expect(await takeFromLimit(db, limitOf('moved', 2))).toMatchObject({ allowed: false, remaining: 0 })
  expect(await takeFromLimit(db, limitOf('moved', 4))).toMatchObject({ allowed: true, remaining: 0 })
})

test('what is rolled back was not taken', async () => {
  const broken = db.transaction(async (tx) => {
    await takeFromLimit(tx, limitOf('broken', 1))
    throw new Error('as the test wished')
  })
  await broken.catch(() => {})
  expect((await takeFromLimit(db, limitOf('broken', 1))).allowed).toBe(true)
})

test('without the database nothing is allowed', async () => {
  const gone = connect(database.url.replace(/:\d+\//, ':1/').replace(/host=[^&]+/, 'host=%2Fnowhere'), {
    max: 1,
    statementMs: 1_000,
  })
  const asked = takeFromLimit(createDatabase(gone), limitOf('gone'))
  expect(
    await asked.then(
      () => 'answered',
      () => 'failed',
    ),
  ).toBe('failed')
})

test('windows that are over are forgotten, the others are not', async () => {
  for (const name of ['over-1', 'over-2', 'over-3', 'still']) await takeFromLimit(db, limitOf(name))
  for (const name of ['over-1', 'over-2', 'over-3']) await endWindow(name)
  await purgeLimits({ db }, 2)
  const left = await db.execute<{ key: string }>(
    sql`select key from limit_windows where key ~ '^(over|still)'`,
  )
  expect(left.map(({ key }) => key)).toEqual(['still:7'])
})

test('an account may as much as the setting says, unless it was given a limit of its own or is trusted', async () => {
  const config = readConfig({})
  const account = await accountOf(db, 'limited', 0)
  expect(uploadLimitOf(account, config).limit).toBe(60)
  expect(uploadLimitOf({ ...account, uploadLimitPerHour: 0 }, config).limit).toBe(0)
  const of = (more: object) => {
    const { hour, day } = sessionLimitsOf({ ...account, ...more })
    return [hour.limit, day.limit]
  }
  expect(of({})).toEqual([3, 10])
  expect(of({ trustScore: 79 })).toEqual([3, 10])
  expect(of({ trustScore: 80 })).toEqual([10, 50])
  expect(of({ tier: 'premium' })).toEqual([10, 50])
})

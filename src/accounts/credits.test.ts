import { afterAll, beforeAll, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { connect } from '../db/connect.ts'
import { createDatabase, type Db } from '../db/database.ts'
import { cloneDatabase } from '../testing/database.ts'
import { accountOf, localAdmin } from './accounts.ts'
import {
  balanceOf,
  captureHold,
  grantCredits,
  holdCredits,
  openBalances,
  releaseAbandonedHolds,
  releaseHold,
} from './credits.ts'

const connections = 6
let database: Awaited<ReturnType<typeof cloneDatabase>>
let clients: ReturnType<typeof connect>[]
let db: Db

beforeAll(async () => {
  database = await cloneDatabase()
  clients = Array.from({ length: connections }, () => connect(database.url, { max: 1, statementMs: 20_000 }))
  db = createDatabase(connect(database.url, { max: 10, statementMs: 20_000 }))
})
afterAll(() => database.drop())

let count = 0
const newcomer = async (credits: number) => (await accountOf(db, `someone-${++count}`, credits)).id
const hold = (id: number, reference: string, amount = 15) =>
  db.transaction((tx) => holdCredits(tx, id, reference, amount))
const capture = (reference: string) => db.transaction((tx) => captureHold(tx, reference))
const release = (reference: string) => db.transaction((tx) => releaseHold(tx, reference))
const kindOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'held' : outcome.reason.kind

interface Entry extends Record<string, unknown> {
  account_id: number
  kind: string
  change: number
  balance: number
  reference: string | null
}

const entriesOf = (accountId: number) =>
  db.execute<Entry>(sql`
    select account_id::int, kind, change::int, balance::int, reference from credit_entries
    where account_id = ${accountId} order by id`)

async function expectBalanced(accountId: number) {
  let sum = 0
  for (const { change, balance } of await entriesOf(accountId)) {
    sum += change
    expect(balance).toBe(sum)
    expect(sum).toBeGreaterThanOrEqual(0)
  }
  expect(await balanceOf(db, accountId)).toBe(sum)
}

test('a new account has its first credits, once, and one from before gets them too', async () => {
  const id = await newcomer(100)
  expect(await balanceOf(db, id)).toBe(100)
  const admin = await localAdmin(db)
  expect(await balanceOf(db, admin.id)).toBe(0)
  await Promise.all([openBalances(db, 100), openBalances(db, 100)])
  expect(await balanceOf(db, admin.id)).toBe(100)
  expect(await entriesOf(admin.id)).toHaveLength(1)
  expect(await entriesOf(id)).toHaveLength(1)
})

test('of fifty at once with credits for seven, seven are held and the others are told', async () => {
  const id = await newcomer(7 * 15 + 14)
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => hold(id, `fifty:${n}`)))
  expect(Map.groupBy(outcomes.map(kindOf), String).get('held')).toHaveLength(7)
  expect(Map.groupBy(outcomes.map(kindOf), String).get('out-of-credit')).toHaveLength(43)
  expect(await balanceOf(db, id)).toBe(14)
  await expectBalanced(id)
})

test('the same reference twice holds once, also at once, and also when nothing is left', async () => {
  const id = await newcomer(15)
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => hold(id, 'same')))
  expect(outcomes.map(kindOf)).toEqual(Array(8).fill('held'))
  expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(['grant', 'hold'])
})

test('of capture and release the first counts, and counts once', async () => {
  for (const [index, first] of [capture, release].entries()) {
    const id = await newcomer(20)
    const reference = `first:${index}`
    await hold(id, reference)
    expect(await first(reference)).toBe(true)
    for (const later of [capture, release]) expect(await later(reference)).toBe(false)
    expect(await balanceOf(db, id)).toBe(first === capture ? 5 : 20)
    await expectBalanced(id)
  }
  const id = await newcomer(20)
  await hold(id, 'race')
  const race = Array.from({ length: 10 }, (_, n) => (n % 2 ? capture : release)('race'))
  expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1)
  await expectBalanced(id)
  expect(await capture('never held')).toBe(false)
})

test('what breaks off leaves nothing behind', async () => {
  const id = await newcomer(100)
  await hold(id, 'kept')
  const broken = db.transaction(async (tx) => {
    await holdCredits(tx, id, 'broken', 15)
    await captureHold(tx, 'kept')
    await grantCredits(tx, id, 1_000, 'a gift')
    throw new Error('as the test wished')
  })
  await broken.catch(() => {})
  expect(await balanceOf(db, id)).toBe(85)
  expect(await release('kept')).toBe(true)
  expect(await balanceOf(db, id)).toBe(100)
})

test('a grant may correct an earlier one, but not below nothing', async () => {
  const id = await newcomer(10)
  await grantCredits(db, id, 90, 'more')
  await grantCredits(db, id, -60, 'less')
  expect(await balanceOf(db, id)).toBe(40)
  for (const amount of [-41, 1_000_000_000_000])
    expect(await grantCredits(db, id, amount, 'no').catch(({ kind }) => kind)).toBe('invalid')
  await expectBalanced(id)
})

test('what is held by whoever has died is released; what is settled or fresh is left alone', async () => {
  const id = await newcomer(100)
  for (const reference of ['dead', 'done', 'fresh']) await hold(id, reference)
  await capture('done')
  await db.execute(sql`update credit_holds set expires_at = now() - interval '1 s' where reference = 'dead'`)
  await Promise.all([releaseAbandonedHolds({ db }), releaseAbandonedHolds({ db })])
  const settled = (await entriesOf(id)).filter(({ kind }) => ['capture', 'release'].includes(kind))
  expect(settled.map(({ kind, reference }) => [kind, reference])).toEqual([
    ['capture', 'done'],
    ['release', 'dead'],
  ])
  expect(await balanceOf(db, id)).toBe(70)
})

test('the database itself lets no balance fall below nothing', async () => {
  const id = await newcomer(5)
  const update = db.execute(sql`update credit_balances set balance = balance - 6 where account_id = ${id}`)
  expect(await update.then(String, ({ cause }) => cause.constraint_name)).toBe(
    'credit_balances_balance_check',
  )
})

const steps = 120
const numbers = Array.from({ length: 60 }, (_, n) => n)
const pick = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)]!

/** One transaction of one to three steps, at random; some are given up, and of some the connection is lost. */
async function stepAtRandom(own: Db, id: number) {
  await own.transaction(async (tx) => {
    for (let step = 0; step <= Math.random() * 3; step++) {
      const reference = `chance:${id}:${pick(numbers)}`
      await pick([
        () => holdCredits(tx, id, reference, pick([0, 1, 15, 40])),
        () => holdCredits(tx, id, reference, 15),
        () => captureHold(tx, reference),
        () => releaseHold(tx, reference),
        () => grantCredits(tx, id, pick([-20, 5, 30]), 'chance'),
      ])()
    }
    if (Math.random() < 0.2) throw new Error('given up')
    if (Math.random() < 0.05) await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)
  })
}

test('whatever interleaves and breaks off, the sum of the ledger is the balance', async () => {
  const ids = await Promise.all([newcomer(100), newcomer(30), newcomer(0)])
  const outcomes = { done: 0, broken: 0 }
  const walk = async (own: Db) => {
    for (let step = 0; step < steps; step++)
      await stepAtRandom(own, pick(ids)).then(
        () => outcomes.done++,
        () => outcomes.broken++,
      )
  }
  await Promise.all(clients.map((client) => walk(createDatabase(client))))
  expect(outcomes.done).toBeGreaterThan(steps)
  expect(outcomes.broken).toBeGreaterThan(steps / 4)

  for (const id of ids) await expectBalanced(id)
  const byReference = Map.groupBy(
    (await Promise.all(ids.map(entriesOf))).flat(),
    ({ reference }) => reference,
  )
  byReference.delete(null)
  const open = await db.execute<{ reference: string }>(sql`select reference from credit_holds`)
  for (const [reference, [held, ...settled]] of byReference) {
    expect(held!.kind).toBe('hold')
    expect(settled.length).toBe(open.some((each) => each.reference === reference) ? 0 : 1)
    for (const { account_id } of settled) expect(account_id).toBe(held!.account_id)
  }
})

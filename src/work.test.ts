import { afterAll, beforeAll, expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { recordAudit } from './invoices/audit.ts'
import { openWorld, type World } from './testing/world.ts'
import type { Work } from './work.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Something of each kind that a transaction carries, all under one name. */
async function leaveTraces(work: Work, name: string) {
  await work.tx.execute(sql`insert into accounts (subject, name) values (${name}, ${name})`)
  await recordAudit(work, [{ invoiceId: 1, action: name, status: 'processing' }], 'folio')
  await work.enqueue('remove-document', { sha256: name })
  work.announce({ type: 'batch_progress', accountId: world.ana.id, data: { name } })
}

async function tracesOf(name: string) {
  const [traces] = await world.client`
    select (select count(*)::int from accounts where subject = ${name}) as rows,
      (select count(*)::int from audit where action = ${name}) as audit,
      (select count(*)::int from pgboss.job where data->>'sha256' = ${name}) as jobs,
      (select count(*)::int from events where data->>'name' = ${name}) as events`
  return traces
}
const all = { rows: 1, audit: 1, jobs: 1, events: 1 }
const none = { rows: 0, audit: 0, jobs: 0, events: 0 }

test('a commit has the rows, the audit, the job and the event; before it nobody sees any of them', async () => {
  let seenBefore: unknown
  await world.deps.transact(async (work) => {
    await leaveTraces(work, 'kept')
    seenBefore = await tracesOf('kept')
  })
  expect(seenBefore).toEqual(none)
  expect(await tracesOf('kept')).toEqual(all)
})

test('a failure leaves nothing, and is told as it was', async () => {
  const failure = new Error('as the test wished')
  const told = await world.deps
    .transact(async (work) => {
      await leaveTraces(work, 'lost')
      throw failure
    })
    .catch((error) => error)
  expect(told).toBe(failure)
  expect(await tracesOf('lost')).toEqual(none)
})

test('a listener hears of a commit, and never of what was rolled back', async () => {
  const heard: unknown[] = []
  let hear = () => {}
  const unsubscribe = world.feed.subscribe((events) => {
    heard.push(...events.map(({ data }) => data.name))
    if (heard.includes('heard')) hear()
  })
  const broken = world.deps.transact(async (work) => {
    await leaveTraces(work, 'unheard')
    throw new Error('as the test wished')
  })
  await broken.catch(() => {})
  const told = new Promise<void>((resolve) => {
    hear = resolve
  })
  await world.deps.transact((work) => leaveTraces(work, 'heard'))
  await told
  unsubscribe()
  expect(heard).not.toContain('unheard')
})

test('events are numbered as they become visible: who has seen one never finds an older one later', async () => {
  const slow = Promise.withResolvers<void>()
  const slowBegan = Promise.withResolvers<void>()
  const first = world.deps.transact(async (work) => {
    await leaveTraces(work, 'began first')
    slowBegan.resolve()
    await slow.promise
  })
  await slowBegan.promise
  await world.deps.transact((work) => leaveTraces(work, 'ended first'))
  slow.resolve()
  await first
  const rows = await world.client`select data->>'name' as name from events order by id desc limit 2`
  expect(rows.map(({ name }) => name)).toEqual(['began first', 'ended first'])
})

test('however many commit at once, and however slowly, whoever follows the numbers misses none', async () => {
  await world.client.unsafe(slowCommits)
  const [{ began }] = await world.client<[{ began: number }]>`select max(id)::int as began from events`
  const seen = [began]
  // reads on from the highest number seen, as a feed does
  const readOn = async () => {
    const rows = await world.client`select id::int from events where id > ${seen.at(-1)!} order by id`
    seen.push(...rows.map(({ id }) => id))
    return rows.length
  }
  let over = false
  const following = (async () => {
    while ((await readOn()) || !over);
  })()
  const commit = (_: unknown, i: number) =>
    world.deps.transact(async (work) => {
      await leaveTraces(work, `at once ${i}`)
      await work.tx.execute(sql`insert into slow default values`)
    })
  await Promise.all(Array.from({ length: 60 }, commit))
  over = true
  await following
  const committed = await world.client`select id::int from events where id >= ${began} order by id`
  expect(committed).toHaveLength(61)
  expect(seen).toEqual(committed.map(({ id }) => id))
})

/** Whoever inserts here has its last statement behind it long before its commit is through. */
const slowCommits = `
  create table slow (id int);
  create function slow_commit() returns trigger language plpgsql as $$
    begin perform pg_sleep(random() * 0.02); return null; end $$;
  create constraint trigger slow_commit after insert on slow
    deferrable initially deferred for each row execute function slow_commit()`

test('two that lock each other out both come through, and each is there once', async () => {
  await world.client`insert into accounts (subject, name) values ('left', '0'), ('right', '0')`
  const touch = (work: Work, subject: string) =>
    work.tx.execute(sql`update accounts set name = name || '+' where subject = ${subject}`)
  let waiting = 2
  const both = Promise.withResolvers<void>()
  let attempts = 0
  const pair = (one: string, other: string) =>
    world.deps.transact(async (work) => {
      attempts++
      await touch(work, one)
      if (--waiting === 0) both.resolve()
      await both.promise
      await touch(work, other)
      await leaveTraces(work, `${one} ${other}`)
    })
  await Promise.all([pair('left', 'right'), pair('right', 'left')])
  expect(attempts).toBe(3)
  expect(await tracesOf('left right')).toEqual(all)
  expect(await tracesOf('right left')).toEqual(all)
  const rows = await world.client`select name from accounts where subject in ('left', 'right')`
  expect(rows.map(({ name }) => name)).toEqual(['0++', '0++'])
})

/** Another process on the same database, which leaves traces and then dies by its own hand. */
async function processDies(name: string, when: 'before the commit' | 'after the commit') {
  const script = `
    const load = (path) => import(${JSON.stringify(import.meta.dir)} + path)
    const { connect } = await load('/db/connect.ts')
    const { createDatabase } = await load('/db/database.ts')
    const { openQueue } = await load('/queue/queue.ts')
    const { createTransact } = await load('/work.ts')
    const { quiet } = await load('/testing/database.ts')
    const { recordAudit } = await load('/invoices/audit.ts')
    const [url, name, when, accountId] = process.argv.slice(1)
    const die = () => process.kill(process.pid, 'SIGKILL')
    const db = createDatabase(connect(url, { max: 2, statementMs: 0 }))
    const transact = createTransact(db, await openQueue(url, quiet, { works: false }))
    await transact(async (work) => {
      await work.tx.execute(\`insert into accounts (subject, name) values ('\${name}', '\${name}')\`)
      await recordAudit(work, [{ invoiceId: 1, action: name, status: 'processing' }], 'folio')
      await work.enqueue('remove-document', { sha256: name })
      work.announce({ type: 'batch_progress', accountId: Number(accountId), data: { name } })
      if (when === 'before the commit') die()
    })
    die()`
  const given = ['-e', script, world.database.url, name, when, String(world.ana.id)]
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'inherit', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
}

test('a process that dies before the commit leaves nothing', async () => {
  await processDies('died before', 'before the commit')
  // its session may need a moment to notice
  const others = () => world.client`
    select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`
  while ((await others()).length) await Bun.sleep(5)
  expect(await tracesOf('died before')).toEqual(none)
})

test('a process that dies right after the commit leaves all of it', async () => {
  await processDies('died after', 'after the commit')
  expect(await tracesOf('died after')).toEqual(all)
})

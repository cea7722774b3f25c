import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findBinaries } from './binaries.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { isDatabaseDown } from './failures.ts'
import { readLock } from './postmaster.ts'
import { birthOf, postgresAt } from './processes.ts'
import {
  answerOf,
  endOf,
  failureOf,
  isRoot,
  makeTrial,
  mayMount,
  nobody,
  othersReach,
  until,
} from './trial.ts'

// What takes a second on an idle machine; every wait in here is for an event.
setDefaultTimeout(30_000)

const trial = makeTrial()
afterAll(() => trial.end())

const codeOf = async (query: Promise<unknown>) => String((await failureOf(query))?.code)

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

const dataDir = trial.makeDir(0o700)
const cluster = join(dataDir, 'postgres')

test('two Folios that start at once on an empty directory share one server', async () => {
  const [one, two] = await Promise.all([trial.other(dataDir), trial.other(dataDir)])
  expect(one.url).toBe(two.url)
  expect(one.pid).toBe(two.pid)
  one.child.stdin!.end()
  two.child.stdin!.end()
  expect(await Promise.all([endOf(one.child), endOf(two.child)])).toEqual([0, 0])
  expect(birthOf(one.pid)).toBeUndefined()
})

describe.each([
  ['closed to others', dataDir],
  ['open to others', trial.makeDir(0o755)],
])('below a directory %s', (_, dataDir) => {
  test('a start gives a cluster of our own', async () => {
    const embedded = await trial.start(dataDir)
    const sql = trial.open(embedded.url)
    const [row] = await sql`
      select current_database() as database, current_user as user, version() as version,
        current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
        current_setting('TimeZone') as zone, current_setting('jit') as jit, lower('ÁÑ') as lower,
        (select count(*)::int from pg_authid where rolpassword like 'SCRAM-SHA-256%') as passwords`
    expect(row).toMatchObject({
      database: 'folio',
      user: 'folio',
      version: expect.stringContaining('PostgreSQL 18'),
      ...{ fsync: 'on', listen: '', zone: 'UTC', jit: 'off', lower: 'áñ', passwords: 1 },
    })
    expect(modeOf(join(dataDir, 'postgres'))).toBe('700')
    expect(modeOf(join(dataDir, 'postgres/folio.password'))).toBe('600')
    expect(modeOf(join(dataDir, 'postgres-socket'))).toBe('700')
    await sql.end()
    await embedded.stop()
    expect(birthOf(embedded.pid())).toBeUndefined()
  })

  test('a second start takes no time', async () => {
    const times = []
    for (const _ of ['second', 'third', 'fourth']) {
      const began = performance.now()
      const embedded = await trial.start(dataDir)
      times.push(performance.now() - began)
      await embedded.stop()
    }
    // The machine may be busy with something else, once.
    expect(Math.min(...times)).toBeLessThan(200)
  })

  test('without the right password nobody comes in', async () => {
    const embedded = await trial.start(dataDir)
    const sql = trial.open(embedded.url.replace(/:[0-9a-f]+@/, ':wrong@'))
    expect(await codeOf(sql`select 1`)).toBe('28P01')
    await embedded.stop()
  })
})

describe('with one cluster', () => {
  test('a server whose Folio was killed is adopted', async () => {
    const first = await trial.other(dataDir)
    first.child.kill('SIGKILL')
    await endOf(first.child)
    const began = performance.now()
    const embedded = await trial.start(dataDir)
    expect(performance.now() - began).toBeLessThan(300)
    expect(embedded.pid()).toBe(first.pid)
    expect(embedded.url).toBe(first.url)
    expect(readFileSync(`/proc/${embedded.pid()}/environ`, 'utf8')).not.toContain('SECRET_OF_FOLIO')
    await embedded.stop()
    expect(birthOf(first.pid)).toBeUndefined()
  })

  test('stopping leaves the server to another Folio, and the last one stops it', async () => {
    const [embedded, other] = [await trial.start(dataDir), await trial.other(dataDir)]
    expect(other.pid).toBe(embedded.pid())
    await embedded.stop()
    expect(postgresAt(other.pid, cluster)).toBeDefined()
    other.child.stdin!.end()
    expect(await endOf(other.child)).toBe(0)
    expect(birthOf(other.pid)).toBeUndefined()
  })

  test('a killed server is noticed, and of several Folios one restarts it', async () => {
    const [embedded, other] = [await trial.start(dataDir), await trial.other(dataDir)]
    const killed = embedded.pid()
    process.kill(killed, 'SIGKILL')
    await until(() => embedded.pid() !== killed)
    await until(async () => {
      const answer = answerOf(other.child)
      other.child.stdin!.write('pid\n')
      return (await answer).pid === embedded.pid()
    })
    expect(await trial.open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
    other.child.stdin!.end()
    await endOf(other.child)
    await embedded.stop()
  })

  test('a session that outlives the killed server does not keep it down', async () => {
    const embedded = await trial.start(dataDir)
    const busy = codeOf(
      trial.open(embedded.url)`select count(*) from generate_series(1, 1000000000) where random() < 0`,
    )
    const watch = trial.open(embedded.url)
    await until(async () => {
      const [row] =
        await watch`select count(*)::int as busy from pg_stat_activity where query like '%generate_series%'
        and state = 'active' and pid <> pg_backend_pid()`
      return row?.busy
    })
    const killed = embedded.pid()
    process.kill(killed, 'SIGKILL')
    const began = performance.now()
    await until(() => embedded.pid() !== killed)
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(await busy).toMatch(/CONNECTION_CLOSED|ECONNRESET|57P02|EPIPE/)
    await embedded.stop()
  })

  test.each([
    ['to a stranger', 'echo $$; exec sleep 60'],
    ['to a zombie', 'sleep 0 & echo $!; exec sleep 60'],
  ])('a pid that now belongs %s is not taken for the server, nor killed', async (_, shell) => {
    const stranger = trial.run('sh', ['-c', shell])
    const pid = await new Promise<number>((resolve) =>
      stranger.stdout!.once('data', (data) => resolve(Number(data))),
    )
    const socketDir = join(dataDir, 'postgres-socket')
    const lines = [pid, cluster, 1_700_000_000, 5432, socketDir, '', '  5432001 0', 'ready', '']
    for (const path of [join(cluster, 'postmaster.pid'), join(socketDir, '.s.PGSQL.5432.lock')])
      writeFileSync(path, lines.join('\n'))
    const embedded = await trial.start(dataDir)
    expect(embedded.pid()).not.toBe(pid)
    await embedded.stop()
    expect(birthOf(stranger.pid!)).toBeDefined()
  })

  test('work goes on after the server is killed under load, and nothing acknowledged is lost', async () => {
    const embedded = await trial.start(dataDir)
    const sql = trial.open(embedded.url, 8)
    await sql`create table load (id int primary key, note text, tags text[])`
    const { acknowledged, unexpected, before, after } = await loadThrough(sql, embedded)
    expect(unexpected).toEqual([])
    expect(after).toBeGreaterThan(0.8 * before)
    const rows = new Map((await sql`select id, note from load`).map((row) => [row.id, row.note]))
    expect(acknowledged.filter((id) => !rows.has(id))).toEqual([])
    expect([...rows.values()].filter((note) => note === 'half')).toEqual([])
    await sql.end()
    await embedded.stop()
  })

  test.skipIf(!mayMount())('a disk that is full by now stops the start with a line', async () => {
    const fill = 'cp -a "$1/." "$2"; dd if=/dev/zero of="$2/filler" 2>/dev/null || true'
    expect(await trial.startOnDisk('size=400m', fill, dataDir)).toMatchObject({
      exitCode: 74,
      failed: expect.stringContaining('full'),
    })
  })

  test('a Postgres that Folio did not start is left alone', async () => {
    const foreign = startForeign(dataDir)
    await until(() => readLock(join(cluster, 'postmaster.pid'))?.ready)
    expect(await failureOf(startEmbedded({ dataDir, log: trial.log }))).toMatchObject({
      exitCode: 75,
      message: expect.stringContaining('Folio did not start'),
    })
    expect(postgresAt(foreign.pid!, cluster)).toBeDefined()
    foreign.kill('SIGINT')
    await endOf(foreign)
  })
})

describe('with a long path', () => {
  const parent = trial.makeDir()
  const dataDir = join(parent, 'a'.repeat(60), 'b'.repeat(60))

  test('a start killed halfway leaves nothing in the way of the next', async () => {
    const child = trial.startOther(dataDir)
    const begun = new Bun.Glob('**/postgres-new-*/data/base')
    await until(() => [...begun.scanSync({ cwd: dirname(parent), onlyFiles: false })].length)
    child.kill('SIGKILL')
    await endOf(child)
    const left = readdirSync(dataDir).find((name) => name.startsWith('postgres-new-'))!
    // Its initdb goes on for a moment.
    await until(() => !commandLines().some((line) => line.includes(left)))
    utimesSync(join(dataDir, left), 0, 0)
    const embedded = await trial.start(dataDir)
    expect(await trial.open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
    expect(readdirSync(dataDir)).not.toContain(left)
    await embedded.stop()
  })

  test('the socket gets a short one, and a new one when that is removed', async () => {
    const first = await trial.other(dataDir)
    const socketDir = new URL(first.url).searchParams.get('host')!
    first.child.kill('SIGKILL')
    rmSync(socketDir, { recursive: true })
    const embedded = await trial.start(dataDir)
    expect(embedded.pid()).not.toBe(first.pid)
    expect(socketDir).toStartWith(tmpdir())
    expect(modeOf(socketDir)).toBe('700')
    expect(await trial.open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
    await embedded.stop()
    rmSync(socketDir, { recursive: true })
  })
})

describe.skipIf(!othersReach())('as an ordinary user', () => {
  test('it starts, stops, and refuses what it can’t write', async () => {
    const dataDir = trial.makeDir(0o777)
    for (const _ of ['first', 'second']) {
      const child = trial.startOther(dataDir, nobody)
      const answer = await answerOf(child)
      expect(statSync(`/proc/${answer.pid}`).uid).toBe(nobody.uid)
      child.stdin!.end()
      expect(await endOf(child)).toBe(0)
    }
    // Root comes after: the server still runs as the owner of its data.
    const embedded = await trial.start(dataDir)
    expect(statSync(`/proc/${embedded.pid()}`).uid).toBe(nobody.uid)
    await embedded.stop()
    expect(await answerOf(trial.startOther(trial.makeDir(0o755), nobody))).toMatchObject({
      exitCode: 73,
      failed: expect.stringContaining("can't be used by uid 65534"),
    })
  })
})

/** Eight clients that write without pause, while the server is killed: what they were told, and how often. */
async function loadThrough(sql: ReturnType<typeof trial.open>, embedded: Embedded) {
  const acknowledged: number[] = []
  const unexpected: unknown[] = []
  let [next, on] = [0, true]
  const write = async (client: number) => {
    const id = next++
    if (client % 2) return sql`insert into load values (${id}, ${'whole'}, ${['a', 'b']})`.then(() => id)
    await sql.begin(async (tx) => {
      await tx`insert into load values (${id}, ${'half'}, ${[]})`
      if (client === 0) await Bun.sleep(3)
      await tx`update load set note = ${'whole'} where id = ${id}`
    })
    return id
  }
  const refused = (error: unknown) => {
    if (!isDatabaseDown(error)) unexpected.push(error)
    return Bun.sleep(5)
  }
  const clients = Array.from({ length: 8 }, async (_, client) => {
    while (on) await write(client).then((id) => acknowledged.push(id), refused)
  })
  const rate = async () => {
    const [count, began] = [acknowledged.length, performance.now()]
    await Bun.sleep(200)
    return (acknowledged.length - count) / (performance.now() - began)
  }
  const before = [await rate(), await rate(), await rate(), await rate()].toSorted((a, b) => a - b)[2]!
  process.kill(embedded.pid(), 'SIGKILL')
  const until = Date.now() + 2_000
  let after = 0
  while (after <= 0.8 * before && Date.now() < until) after = await rate()
  on = false
  const ended = await Promise.race([Promise.all(clients), Bun.sleep(3_000)])
  if (!ended) unexpected.push('a query hangs')
  return { acknowledged, unexpected, before, after }
}

const commandLines = () =>
  readdirSync('/proc').flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${Number(pid)}/cmdline`, 'utf8')]
    } catch {
      return []
    }
  })

/** A Postgres on the same directory, started by hand. */
function startForeign(dataDir: string) {
  const sockets = `unix_socket_directories=${join(dataDir, 'postgres-socket')}`
  const server = [
    join(findBinaries().bin, 'postgres'),
    '-D',
    cluster,
    '-c',
    'listen_addresses=',
    '-c',
    sockets,
  ]
  const [program, ...args] = isRoot ? ['unshare', '--user', '--map-user=65534', '--', ...server] : server
  return trial.run(program!, args, { stdio: 'ignore' })
}

import { afterAll, describe, expect, test } from 'bun:test'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createLog } from '../log.ts'
import { findBinaries } from './binaries.ts'
import { connect, isDatabaseDown } from './connect.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { readLock } from './postmaster.ts'
import { birthOf, postgresAt } from './processes.ts'

const isRoot = process.getuid?.() === 0
const root = mkdtempSync(join(tmpdir(), 'folio-db-'))
const cleanups: (() => unknown)[] = []
const logged: Record<string, unknown>[] = []
const log = createLog('debug', {}, (line) => logged.push(JSON.parse(line)))

afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  rmSync(root, { recursive: true, force: true })
})

let dirs = 0
function makeDir(mode = 0o700) {
  // Straight below /tmp where others may enter: the tests' own root is closed to them.
  const parent = mode === 0o700 ? join(root, String(dirs++)) : mkdtempSync(join(tmpdir(), 'folio-db-open-'))
  mkdirSync(parent, { recursive: true })
  chmodSync(parent, mode)
  cleanups.push(() => rmSync(parent, { recursive: true, force: true }))
  return join(parent, 'data')
}

async function start(dataDir: string) {
  const embedded = await startEmbedded({ dataDir, log })
  cleanups.push(() => embedded.stop())
  return embedded
}

const open = (url: string, max = 1) => {
  const sql = connect(url, { max, statementMs: 10_000 })
  cleanups.push(() => sql.end({ timeout: 1 }))
  return sql
}

async function until<T>(look: () => T | Promise<T>, ms = 10_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + ms; ; await Bun.sleep(5)) {
    const seen = await look()
    if (seen) return seen
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${look}`)
  }
}

interface Owner {
  child: ChildProcess
  url: string
  pid: number
}

/** Another Folio, in its own process: it starts the database, uses it, and stops it when its input ends. */
function startOwner(dataDir: string, as: { uid?: number; gid?: number } = {}) {
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dir, 'embedded.ts'))}
    import { connect } from ${JSON.stringify(join(import.meta.dir, 'connect.ts'))}
    const nothing = () => {}
    const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => log }
    try {
      const embedded = await startEmbedded({ dataDir: process.argv[1], log })
      const sql = connect(embedded.url, { max: 1, statementMs: 0 })
      await sql\`select 1\`
      console.log(JSON.stringify({ url: embedded.url, pid: embedded.pid() }))
      for await (const line of console) console.log(JSON.stringify({ pid: embedded.pid() }))
      await sql.end()
      await embedded.stop()
      process.exit(0)
    } catch (error) {
      console.log(JSON.stringify({ failed: error.message, exitCode: error.exitCode }))
      process.exit(error.exitCode ?? 1)
    }`
  const child = spawn(process.execPath, ['-e', script, dataDir], {
    ...as,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, SECRET_OF_FOLIO: 'must not be passed on' },
  })
  cleanups.push(() => child.kill('SIGKILL'))
  return child
}

const answerOf = (child: ChildProcess) =>
  new Promise<Record<string, never>>((resolve, reject) => {
    child.stdout!.once('data', (data) => resolve(JSON.parse(String(data))))
    child.once('exit', (code) => reject(new Error(`the other Folio ended with ${code}`)))
  })

const owner = async (dataDir: string): Promise<Owner> => {
  const child = startOwner(dataDir)
  return { child, ...((await answerOf(child)) as unknown as Omit<Owner, 'child'>) }
}

const endOf = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? child.exitCode
    : new Promise<number | null>((resolve) => child.once('exit', resolve))

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.each([
  ['closed to others', 0o700],
  ['open to others', 0o755],
])('below a directory %s', (_, mode) => {
  const dataDir = makeDir(mode)

  test('the first start makes a cluster of our own', async () => {
    const embedded = await start(dataDir)
    const sql = open(embedded.url)
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
    const began = performance.now()
    const embedded = await start(dataDir)
    expect(performance.now() - began).toBeLessThan(300)
    await embedded.stop()
  })

  test('without the right password nobody comes in', async () => {
    const embedded = await start(dataDir)
    const sql = open(embedded.url.replace(/:[0-9a-f]+@/, ':wrong@'))
    expect(await codeOf(sql`select 1`)).toBe('28P01')
    await embedded.stop()
  })
})

describe('with one cluster', () => {
  const dataDir = makeDir()
  const cluster = join(dataDir, 'postgres')

  test('two Folios that start at once on an empty directory share one server', async () => {
    const [one, two] = await Promise.all([owner(dataDir), owner(dataDir)])
    expect(one.url).toBe(two.url)
    expect(one.pid).toBe(two.pid)
    one.child.stdin!.end()
    two.child.stdin!.end()
    expect(await Promise.all([endOf(one.child), endOf(two.child)])).toEqual([0, 0])
    expect(birthOf(one.pid)).toBeUndefined()
  })

  test('a server whose Folio was killed is adopted', async () => {
    const first = await owner(dataDir)
    first.child.kill('SIGKILL')
    await endOf(first.child)
    const began = performance.now()
    const embedded = await start(dataDir)
    expect(performance.now() - began).toBeLessThan(100)
    expect(embedded.pid()).toBe(first.pid)
    expect(embedded.url).toBe(first.url)
    expect(readFileSync(`/proc/${embedded.pid()}/environ`, 'utf8')).not.toContain('SECRET_OF_FOLIO')
    await embedded.stop()
    expect(birthOf(first.pid)).toBeUndefined()
  })

  test('stopping leaves the server to another Folio, and the last one stops it', async () => {
    const [embedded, other] = [await start(dataDir), await owner(dataDir)]
    expect(other.pid).toBe(embedded.pid())
    await embedded.stop()
    expect(postgresAt(other.pid, cluster)).toBeDefined()
    other.child.stdin!.end()
    expect(await endOf(other.child)).toBe(0)
    expect(birthOf(other.pid)).toBeUndefined()
  })

  test('a killed server is noticed, and of several Folios one restarts it', async () => {
    const [embedded, other] = [await start(dataDir), await owner(dataDir)]
    const killed = embedded.pid()
    process.kill(killed, 'SIGKILL')
    await until(() => embedded.pid() !== killed)
    await until(async () => {
      const answer = answerOf(other.child)
      other.child.stdin!.write('pid\n')
      return (await answer).pid === embedded.pid()
    })
    expect(await open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
    other.child.stdin!.end()
    await endOf(other.child)
    await embedded.stop()
  })

  test('a session that outlives the killed server does not keep it down', async () => {
    const embedded = await start(dataDir)
    const busy = codeOf(
      open(embedded.url)`select count(*) from generate_series(1, 1000000000) where random() < 0`,
    )
    const watch = open(embedded.url)
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
    const stranger = spawn('sh', ['-c', shell])
    cleanups.push(() => stranger.kill())
    const pid = await new Promise<number>((resolve) =>
      stranger.stdout.once('data', (data) => resolve(Number(data))),
    )
    const socketDir = join(dataDir, 'postgres-socket')
    const lines = [pid, cluster, 1_700_000_000, 5432, socketDir, '', '  5432001 0', 'ready', '']
    for (const path of [join(cluster, 'postmaster.pid'), join(socketDir, '.s.PGSQL.5432.lock')])
      writeFileSync(path, lines.join('\n'))
    const embedded = await start(dataDir)
    expect(embedded.pid()).not.toBe(pid)
    await embedded.stop()
    expect(birthOf(stranger.pid!)).toBeDefined()
  })

  test('work goes on after the server is killed under load, and nothing acknowledged is lost', async () => {
    const embedded = await start(dataDir)
    const sql = open(embedded.url, 8)
    await sql`create table load (id int primary key, note text, tags text[])`
    const { acknowledged, unexpected, before, after } = await loadThrough(sql, embedded)
    expect(unexpected).toEqual([])
    expect(after).toBeGreaterThan(0.8 * before)
    const rows = new Map((await sql`select id, note from load`).map((row) => [row.id, row.note]))
    expect(acknowledged.filter((id) => !rows.has(id))).toEqual([])
    expect([...rows.values()].filter((note) => note === 'half')).toEqual([])
    await sql.end()
    await embedded.stop()
  }, 15_000)

  test.skipIf(!mayMount())('a disk that is full by now stops the start with a line', async () => {
    const fill = 'cp -a "$1/." "$2"; dd if=/dev/zero of="$2/filler" 2>/dev/null || true'
    expect(await onDisk('size=120m', fill, dataDir)).toMatchObject({
      exitCode: 74,
      failed: expect.stringContaining('full'),
    })
  })

  test('a Postgres that Folio did not start is left alone', async () => {
    const foreign = startForeign(dataDir)
    await until(() => readLock(join(cluster, 'postmaster.pid'))?.ready)
    expect(await failureOf(startEmbedded({ dataDir, log }))).toMatchObject({
      exitCode: 75,
      message: expect.stringContaining('Folio did not start'),
    })
    expect(postgresAt(foreign.pid!, cluster)).toBeDefined()
    foreign.kill('SIGINT')
    await endOf(foreign)
  })
})

test('a start killed halfway leaves nothing in the way of the next', async () => {
  const dataDir = makeDir()
  const child = startOwner(dataDir)
  await until(
    () =>
      [...new Bun.Glob('data/postgres-new-*/data/base').scanSync({ cwd: dirname(dataDir), onlyFiles: false })]
        .length,
  )
  child.kill('SIGKILL')
  await endOf(child)
  const left = readdirSync(dataDir).find((name) => name.startsWith('postgres-new-'))!
  // Its initdb goes on for a moment.
  await until(() => !commandLines().some((line) => line.includes(left)))
  utimesSync(join(dataDir, left), 0, 0)
  const embedded = await start(dataDir)
  expect(await open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
  expect(readdirSync(dataDir)).not.toContain(left)
})

test('a path too long for a socket gets a short one, and a new one when it is removed', async () => {
  const dataDir = join(makeDir(), 'a'.repeat(60), 'b'.repeat(60))
  const first = await owner(dataDir)
  const socketDir = new URL(first.url).searchParams.get('host')!
  cleanups.push(() => rmSync(socketDir, { recursive: true, force: true }))
  first.child.kill('SIGKILL')
  rmSync(socketDir, { recursive: true })
  const embedded = await start(dataDir)
  expect(embedded.pid()).not.toBe(first.pid)
  expect(socketDir).toStartWith(tmpdir())
  expect(modeOf(socketDir)).toBe('700')
  expect(await open(embedded.url)`select 1 as one`).toMatchObject([{ one: 1 }])
})

describe('a start that can’t be', () => {
  const refusal = async (dataDir: string) => failureOf(startEmbedded({ dataDir, log }))

  test('names the version that made the data', async () => {
    const dataDir = makeDir()
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n')
    expect(await refusal(dataDir)).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('Postgres 17'),
    })
  })

  test('does not touch a directory that is something else', async () => {
    const dataDir = makeDir()
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres/letters.txt'), '')
    expect(await refusal(dataDir)).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('not a Postgres'),
    })
  })

  test('tells where DATA_DIR is a file', async () => {
    const dataDir = makeDir()
    writeFileSync(dataDir, '')
    expect(await refusal(dataDir)).toMatchObject({ exitCode: 73, message: expect.stringContaining(dataDir) })
  })

  test('asks for DATABASE_URL where there are no programs', () => {
    expect(() => findBinaries('linux', 'riscv64')).toThrow(/set DATABASE_URL/)
  })

  test.skipIf(!mayMount())('tells a full disk', async () => {
    expect(await onDisk('size=12m', 'true')).toMatchObject({
      exitCode: 74,
      failed: expect.stringContaining('full'),
    })
  })

  test.skipIf(!mayMount())('tells a read-only file system', async () => {
    expect(await onDisk('size=1m,ro', 'true')).toMatchObject({
      exitCode: 73,
      failed: expect.stringContaining('read-only'),
    })
  })
})

describe.skipIf(!isRoot || !othersReach())('as an ordinary user', () => {
  const nobody = { uid: 65534, gid: 65534 }

  test('it starts, stops, and refuses what it can’t write', async () => {
    const dataDir = makeDir(0o777)
    for (const _ of ['first', 'second']) {
      const child = startOwner(dataDir, nobody)
      const answer = await answerOf(child)
      expect(statSync(`/proc/${answer.pid}`).uid).toBe(nobody.uid)
      child.stdin!.end()
      expect(await endOf(child)).toBe(0)
    }
    // Root comes after: the server still runs as the owner of its data.
    const embedded = await start(dataDir)
    expect(statSync(`/proc/${embedded.pid()}`).uid).toBe(nobody.uid)
    await embedded.stop()
    expect(await answerOf(startOwner(makeDir(0o755), nobody))).toMatchObject({
      exitCode: 73,
      failed: expect.stringContaining("can't be used by uid 65534"),
    })
  })
})

/** Eight clients that write without pause, while the server is killed: what they were told, and how often. */
async function loadThrough(sql: ReturnType<typeof open>, embedded: Embedded) {
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

const codeOf = (query: Promise<unknown>) =>
  query.then(
    () => 'no error',
    (error) => String(error.code),
  )

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => ({ name: error.name, message: error.message, exitCode: error.exitCode }),
  )

function startForeign(dataDir: string) {
  const server = [
    join(findBinaries().bin, 'postgres'),
    '-D',
    join(dataDir, 'postgres'),
    '-c',
    'listen_addresses=',
  ]
  server.push('-c', `unix_socket_directories=${join(dataDir, 'postgres-socket')}`)
  const [program, ...args] = isRoot ? ['unshare', '--user', '--map-user=65534', '--', ...server] : server
  const child = spawn(program!, args, { stdio: 'ignore' })
  cleanups.push(() => child.kill('SIGQUIT'))
  return child
}

function mayMount() {
  return isRoot && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
}

/** Starts another Folio on a small disk of its own, prepared by a line of shell, and gives what it says. */
async function onDisk(options: string, prepare: string, from = '') {
  const dataDir = makeDir()
  mkdirSync(dataDir)
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dir, 'embedded.ts'))}
    const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log }
    const failed = await startEmbedded({ dataDir: process.argv[1], log }).then(
      (embedded) => embedded.stop().then(() => ({ failed: 'no' })),
      (error) => ({ failed: error.message, exitCode: error.exitCode }))
    console.log(JSON.stringify(failed))`
  const shell = `mount -t tmpfs -o ${options} none "$2"; ${prepare}; exec "$3" -e "$4" "$2"`
  const child = spawn('unshare', ['-m', 'sh', '-c', shell, 'sh', from, dataDir, process.execPath, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return answerOf(child)
}

function othersReach() {
  const { status } = spawnSync(
    process.execPath,
    ['-e', `await import(${JSON.stringify(join(import.meta.dir, 'connect.ts'))})`],
    {
      ...{ uid: 65534, gid: 65534 },
      cwd: '/',
      stdio: 'ignore',
    },
  )
  return status === 0
}

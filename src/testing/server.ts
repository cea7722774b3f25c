import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../db/connect.ts'
import { readLock } from '../db/postmaster.ts'
import { birthOf, postgresAt } from '../db/processes.ts'

const program = join(import.meta.dirname, '../cli/folio.ts')
const patienceMs = 30_000

/** What a test has started; ended at the latest with the process that runs the tests, however that ends. */
const children = new Set<ChildProcess>()
const dataDirs = new Map<string, ChildProcess>()
const clients = new Set<ReturnType<typeof connect>>()
process.on('exit', killAll)

export type Settings = Record<string, string>
export type Server = ReturnType<typeof describeServer>

/** A folder for one Folio's data, gone when the tests are. */
export function makeDataDir() {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'folio-kill-')), 'data')
  const endPostgres =
    'pid=$(head -n 1 "$0/postgres/postmaster.pid") && grep -q "$0" "/proc/$pid/cmdline" && kill -9 $pid'
  dataDirs.set(dataDir, whenOrphaned(`{ ${endPostgres}; }; sleep 1; rm -rf "$(dirname "$0")"`, dataDir))
  return dataDir
}

/** Who does what this process can't do any more once it was killed: its end of the pipe closes, whatever ends it. */
const whenOrphaned = (script: string, about: string) =>
  spawn('sh', ['-c', `cat; ${script}`, about], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })

/** A real Folio in a process of its own, ready to be asked, or to be killed; `preload` is run before it. */
export async function startServer(dataDir: string, settings: Settings = {}, preload?: string) {
  const began = performance.now()
  const process = launch(dataDir, settings, preload)
  await Promise.race([
    process.says(/Folio (is running|works|is open)/),
    process.ended.then(failedToStart(process)),
  ])
  return describeServer(dataDir, settings, process, performance.now() - began)
}

/** Runs until it ends by itself: for a start that must fail. */
export async function runServer(dataDir: string, settings: Settings = {}) {
  const process = launch(dataDir, settings)
  const { code, signal } = await process.ended
  return { code, signal, output: process.output() }
}

/** Ends everything that was started here, the databases too, and removes what they kept unless told otherwise. */
export async function stopServers({ keepFiles = false } = {}) {
  await Promise.all([...clients].map((client) => client.end({ timeout: 1 })))
  clients.clear()
  const ending = [...children].map((child) => once(child, 'exit'))
  killAll()
  await Promise.all(ending)
  if (keepFiles) return
  for (const [dataDir, watch] of dataDirs) {
    rmSync(join(dataDir, '..'), { recursive: true, force: true })
    watch.kill('SIGKILL')
  }
  dataDirs.clear()
}

function killAll() {
  for (const child of children) child.kill('SIGKILL')
  for (const dataDir of dataDirs.keys()) endPostgres(dataDir)
}

function describeServer(dataDir: string, settings: Settings, process: Process, startMs: number) {
  const said = process.output()
  const address = /(http:\/\/\S+?)\/sign-in/.exec(said)?.[1] ?? ''
  const token = /FOLIO_TOKEN=(\S+)/.exec(said)?.[1] ?? ''
  const authorization = { Authorization: `Bearer ${token}` }
  const signal = (name: NodeJS.Signals) => {
    process.child.kill(name)
    return process.ended
  }
  return {
    address,
    token,
    dataDir,
    startMs,
    pid: process.child.pid!,
    output: process.output,
    says: process.says,
    ended: process.ended,
    get isAlive() {
      return process.child.exitCode === null && process.child.signalCode === null
    },
    get postgresPid() {
      return postgresPid(dataDir)
    },
    kill: () => signal('SIGKILL'),
    /** As an operator does it: how it ended, and how long that took. */
    async stop() {
      const began = performance.now()
      return { ...(await signal('SIGTERM')), ms: performance.now() - began }
    },
    restart: (more: Settings = {}) => startServer(dataDir, { ...settings, ...more }),
    request: (path: string, init: RequestInit = {}) =>
      fetch(address + path, { ...init, headers: { ...authorization, ...init.headers } }),
    socket: (query = '') =>
      new WebSocket(`${address.replace('http', 'ws')}/ws${query}`, { headers: authorization } as never),
  }
}

/** Kills the database of a data directory without a warning, and waits until it is gone. */
export async function killPostgres(dataDir: string) {
  const pid = postgresPid(dataDir)
  const birth = birthOf(pid)
  endPostgres(dataDir)
  while (birth && birthOf(pid) === birth) await Bun.sleep(2)
}

/** Looks into the database that runs in a data directory, past the server. */
export function openDatabase(dataDir: string) {
  const { socketDir } = readLock(lockOf(dataDir))!
  const password = readFileSync(join(dataDir, 'postgres/folio.password'), 'utf8').trim()
  const url = `postgres://folio:${password}@localhost/folio?host=${encodeURIComponent(socketDir)}`
  const client = connect(url, { max: 2, statementMs: 20_000, applicationName: 'test' })
  clients.add(client)
  return Object.assign(client, { url })
}

const lockOf = (dataDir: string) => join(dataDir, 'postgres/postmaster.pid')
const postgresPid = (dataDir: string) => readLock(lockOf(dataDir))?.pid ?? 0

/** Only if it is what the lock file says: the number may be somebody else's by now. */
function endPostgres(dataDir: string) {
  const pid = postgresPid(dataDir)
  if (postgresAt(pid, join(dataDir, 'postgres'))) process.kill(pid, 'SIGKILL')
}

type Process = ReturnType<typeof launch>

function launch(dataDir: string, settings: Settings, preload?: string) {
  const before = preload ? ['--preload', preload] : []
  const child = spawn(process.execPath, ['run', ...before, program, 'serve'], {
    env: { PATH: process.env.PATH, PORT: '0', OCR_WORKERS: '1', DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const watch = whenOrphaned('kill -9 "$0"', String(child.pid))
  let output = ''
  let heard = Promise.withResolvers<void>()
  const hear = (data: Buffer) => {
    output += data
    heard.resolve()
    heard = Promise.withResolvers()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
    children.delete(child)
    watch.kill('SIGKILL')
    heard.resolve()
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  async function says(what: RegExp) {
    const late = Bun.sleep(patienceMs).then(() => true)
    while (!what.test(output))
      if (await Promise.race([heard.promise, late])) throw new Error(`Never said ${what}:\n${output}`)
  }
  return { child, ended, says, output: () => output }
}

const failedToStart = (process: Process) => (how: object) => {
  throw new Error(`It ended with ${JSON.stringify(how)}:\n${process.output()}`)
}

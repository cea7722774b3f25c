import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../log.ts'
import { connect } from './connect.ts'
import { startEmbedded } from './embedded.ts'

/** For tests: directories, databases and other Folio processes that are gone when the tests are over. */
export function makeTrial() {
  const cleanups: (() => unknown)[] = []
  const log = createLog('debug', {}, () => {})

  return {
    log,

    /** A data directory still to be made. */
    makeDir(mode = 0o700) {
      const parent = mkdtempSync(join(tmpdir(), 'folio-db-'))
      chmodSync(parent, mode)
      cleanups.push(() => rmSync(parent, { recursive: true, force: true }))
      return join(parent, 'data')
    },

    async start(dataDir: string) {
      const embedded = await startEmbedded({ dataDir, log })
      cleanups.push(() => embedded.stop())
      return embedded
    },

    open(url: string, max = 1) {
      const sql = connect(url, { max, statementMs: 10_000 })
      cleanups.push(() => sql.end({ timeout: 1 }))
      return sql
    },

    /** Another process; `startOther` gives it the arguments to be another Folio. */
    run(program: string, args: string[], options: SpawnOptions = {}) {
      const child = spawn(program, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], ...options })
      cleanups.push(() => child.kill('SIGKILL'))
      return child
    },

    /** Another Folio: it starts the database, uses it, and stops it when its input ends. */
    startOther(dataDir: string, as: { uid?: number; gid?: number } = {}) {
      const env = { ...process.env, SECRET_OF_FOLIO: 'must not be passed on' }
      return this.run(process.execPath, [import.meta.path, dataDir], { ...as, env })
    },

    async other(dataDir: string) {
      const child = this.startOther(dataDir)
      return { child, ...((await answerOf(child)) as { url: string; pid: number }) }
    },

    /** What another Folio says that starts on a small disk of its own, prepared by a line of shell. */
    async startOnDisk(options: string, prepare: string, from = '') {
      const dataDir = this.makeDir()
      mkdirSync(dataDir)
      const shell = `mount -t tmpfs -o ${options} none "$2"; ${prepare}; exec "$3" "$4" "$2"`
      const args = ['-m', 'sh', '-c', shell, 'sh', from, dataDir, process.execPath, import.meta.path]
      return answerOf(this.run('unshare', args))
    },

    async end() {
      for (const cleanup of cleanups.reverse()) await cleanup()
    },
  }
}

type Answer = { url?: string; pid?: number; failed?: string; exitCode?: number }

/** The next line another Folio says. */
export const answerOf = (child: ChildProcess) =>
  new Promise<Answer>((resolve, reject) => {
    child.stdout!.once('data', (data) => resolve(JSON.parse(String(data))))
    child.once('exit', (code) => reject(new Error(`the other Folio ended with ${code}`)))
  })

export const endOf = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? child.exitCode
    : new Promise<number | null>((resolve) => child.once('exit', resolve))

export async function until<T>(look: () => T | Promise<T>, ms = 10_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + ms; ; await sleep(5)) {
    const seen = await look()
    if (seen) return seen
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${look}`)
  }
}

export const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  )

export const isRoot = process.getuid?.() === 0
export const nobody = { uid: 65534, gid: 65534 }

export const mayMount = () =>
  isRoot && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

/** Whether the checkout, its dependencies and Bun are where another user may read them. */
export const othersReach = () =>
  isRoot &&
  spawnSync(process.execPath, [import.meta.path], { ...nobody, cwd: '/', stdio: 'ignore' }).status === 0

const say = (answer: Answer) => console.log(JSON.stringify(answer))

async function beOther(dataDir: string) {
  try {
    const embedded = await startEmbedded({ dataDir, log: createLog('error', {}, () => {}) })
    const sql = connect(embedded.url, { max: 1, statementMs: 0 })
    await sql`select 1`
    say({ url: embedded.url, pid: embedded.pid() })
    for await (const _ of console) say({ pid: embedded.pid() })
    await sql.end()
    await embedded.stop()
    process.exit(0)
  } catch (error) {
    const { message, exitCode = 1 } = error as { message: string; exitCode?: number }
    say({ failed: message, exitCode })
    process.exit(exitCode)
  }
}

if (import.meta.main && process.argv[2]) await beOther(process.argv[2])

import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { findBinaries } from './binaries.ts'
import { bringUp } from './bring-up.ts'
import { ensureCluster, type Place, readPassword } from './cluster.ts'
import { applicationName, connect } from './connect.ts'
import { birthOf, postgresAt, send } from './processes.ts'
import { chooseRunAs } from './run-as.ts'
import { boundServerLog } from './server-log.ts'
import { placeOfSockets } from './socket-dir.ts'
import { asStartError } from './start-errors.ts'
import { supervise } from './supervise.ts'

export interface Embedded {
  /** For this process and its children, and for any libpq. */
  url: string
  /** Of the server as it runs now; another one after a restart. */
  pid(): number
  /** Stops the server, unless another Folio process uses it. */
  stop(): Promise<void>
}

interface Options {
  dataDir: string
  log: Log
  signal?: AbortSignal
}

// Less than the process has to stop in all. Postgres goes on by itself if it needs longer.
const stopMs = 15_000

/** Brings up the Postgres under DATA_DIR, or adopts the one that runs there, and keeps it running. */
export async function startEmbedded({ dataDir, log, signal }: Options): Promise<Embedded> {
  const began = performance.now()
  const { place, url, running } = await open(dataDir, signal).catch((error) => {
    throw asStartError(dataDir, error)
  })
  const ms = Math.round(performance.now() - began)
  log.info(running.started ? 'Postgres started' : 'Postgres adopted', { pid: running.pid, ms })
  const presence = await showPresence(url)
  const supervisor = supervise(place, running, log, presence.show)
  const stop = async () => {
    const last = await supervisor.end()
    await presence.end()
    await stopServer(place, url, last.pid, log)
  }
  let stopped: Promise<void> | undefined
  return {
    url,
    pid: () => supervisor.running().pid,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

async function open(dataDir: string, signal?: AbortSignal) {
  const place = prepare(dataDir)
  await ensureCluster(place)
  const running = await bringUp(place, signal)
  // An adopted server may listen elsewhere: where TMPDIR pointed when it was started.
  const actual = { ...place, socketDir: running.socketDir }
  return { place: actual, url: urlOf(actual), running }
}

// One session for as long as this process lives, so that another Folio, when it stops, knows of us though we idle.
async function showPresence(url: string) {
  const sql = connect(url, { max: 1, statementMs: 5_000, lasting: true })
  const show = () => sql`select 1`.catch(() => {})
  await show()
  return { show, end: () => sql.end({ timeout: 1 }) }
}

function prepare(given: string): Place {
  const binaries = findBinaries()
  // Root's must let through the user Postgres runs as.
  mkdirSync(given, { recursive: true, mode: process.getuid!() === 0 ? 0o711 : 0o700 })
  const dataDir = realpathSync(given)
  const cluster = join(dataDir, 'postgres')
  const sockets = placeOfSockets(dataDir)
  const runAs = chooseRunAs(cluster, [binaries.bin, dataDir, sockets.parent])
  boundServerLog(dataDir)
  return { dataDir, cluster, socketDir: sockets.path, binaries, runAs }
}

const urlOf = (place: Place) =>
  `postgres://folio:${readPassword(place)}@localhost/folio?host=${encodeURIComponent(place.socketDir)}`

async function stopServer({ cluster }: Place, url: string, pid: number, log: Log) {
  const birth = birthOf(pid)
  if (!birth || !postgresAt(pid, cluster)) return
  if (await isUsedByOthers(url, log)) return
  send(pid, 'SIGINT')
  for (const until = Date.now() + stopMs; birthOf(pid) === birth; await sleep(5))
    if (Date.now() > until) return log.warn('Postgres is still stopping', { pid })
  log.info('Postgres stopped', { pid })
}

async function isUsedByOthers(url: string, log: Log) {
  try {
    // A session ends a moment after its client: look again before believing in it.
    for (let look = 0; look < 4; look++) {
      if ((await countOthers(url)) === 0) return false
      await sleep(50)
    }
    log.info('Postgres left running for another Folio')
  } catch (error) {
    log.warn('Postgres left running: it did not say who else uses it', { error })
  }
  return true
}

// Those who ask this don't count: two that stop at once would leave it to each other.
async function countOthers(url: string) {
  const sql = connect(url, { max: 1, applicationName: 'folio-stop', statementMs: 5_000 })
  try {
    const [row] = await sql<{ others: number }[]>`
      select count(*)::int as others from pg_stat_activity
      where application_name like 'folio:%' and application_name <> ${applicationName}`
    return row?.others
  } finally {
    await sql.end({ timeout: 1 })
  }
}

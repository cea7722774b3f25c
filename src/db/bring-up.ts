import { linkSync, renameSync, rmSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../errors.ts'
import type { Place } from './cluster.ts'
import { clusterName, type Launched, launch, readLock } from './postmaster.ts'
import { birthOf, isAlive, orphansAt, postgresAt, postgresProcessesAt, send } from './processes.ts'
import { makeSocketDir } from './socket-dir.ts'
import { cantStart, doesNotRun, exits } from './start-errors.ts'

export interface Running {
  pid: number
  birth: string
  socketDir: string
  /** Whether this process started it, rather than found it. */
  started: boolean
}

// A server that has crashed under load reads back up to a gigabyte of its log first.
const upMs = 120_000
const lookMs = 5
const survivorsMs = 250
const unseenMs = 2_000
const deafMs = 1_000

/** Sees to it that the server runs: adopts the one that does, or starts one. Any number of processes may try. */
export async function bringUp(place: Place, signal?: AbortSignal): Promise<Running> {
  const began = Date.now()
  const until = began + upMs
  let unseenSince: number | undefined
  for (let attempt = 0; Date.now() < until; attempt++) {
    signal?.throwIfAborted()
    const found = await findRunning(place, until, signal)
    if (found) return found
    if (await someoneAnswers(place.socketDir)) {
      unseenSince ??= Date.now()
      if (Date.now() - unseenSince > unseenMs) throw inUse(place, 'this process cannot see')
      await sleep(50)
      continue
    }
    clearStaleLocks(place)
    const running = await start(place, until, signal)
    if (running) return running
    if (Date.now() - began > survivorsMs) endSurvivors(place.cluster)
    await sleep(Math.min(lookMs * 2 ** attempt, 100), undefined, { signal })
  }
  throw cantStart(place.dataDir, `was not ready within ${upMs / 1000} s`, '')
}

const lockOf = (place: Place) => join(place.cluster, 'postmaster.pid')
const socketLockOf = (place: Place) => join(place.socketDir, '.s.PGSQL.5432.lock')

async function findRunning(place: Place, until: number, signal?: AbortSignal): Promise<Running | undefined> {
  let deafSince = Date.now()
  while (Date.now() < until) {
    const lock = readLock(lockOf(place))
    const command = lock && postgresAt(lock.pid, place.cluster)
    if (!command) return undefined
    if (!command.includes(`cluster_name=${clusterName}`))
      throw inUse(place, `(pid ${lock.pid}) Folio did not start`)
    const { pid, socketDir, ready } = lock
    const birth = birthOf(pid)
    if (ready && birth && (await someoneAnswers(socketDir))) return { pid, birth, socketDir, started: false }
    if (!ready) deafSince = Date.now()
    // Someone has removed its socket: nobody can come in any more, and it would never be started anew.
    if (Date.now() - deafSince > deafMs) {
      send(pid, 'SIGINT')
      deafSince = Number.POSITIVE_INFINITY
    }
    await sleep(lookMs, undefined, { signal })
  }
  return undefined
}

const inUse = ({ cluster }: Place, whose: string) =>
  new StartError(
    `${cluster} is in use by a Postgres ${whose}: stop that one, or set DATA_DIR elsewhere, or set DATABASE_URL`,
    exits.inUse,
  )

// Undefined when another start got there first, or something of the last server is still in the way.
async function start(place: Place, until: number, signal?: AbortSignal): Promise<Running | undefined> {
  makeSocketDir(place)
  const launched = launch(place)
  while (Date.now() < until) {
    const end = launched.ended()
    if (end) return explain(place, launched, end.error)
    const lock = readLock(lockOf(place))
    const birth = lock?.ready && lock.pid === launched.pid && birthOf(lock.pid)
    if (birth) return { pid: lock.pid, birth, socketDir: lock.socketDir, started: true }
    if (signal?.aborted && launched.pid) send(launched.pid, 'SIGINT')
    await sleep(lookMs, undefined, { signal })
  }
  return undefined
}

const inTheWay = /lock file .* (already exists|is empty)|pre-existing shared memory block/i

function explain(place: Place, launched: Launched, error?: Error): undefined {
  if (error) throw doesNotRun(error)
  const said = launched.said()
  if (!inTheWay.test(said))
    throw cantStart(place.dataDir, `did not start (see ${place.dataDir}/postgres.log)`, said)
}

function someoneAnswers(socketDir: string) {
  return new Promise<boolean>((resolve) => {
    const socket = connectSocket(join(socketDir, '.s.PGSQL.5432'))
    const answer = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
  })
}

// Postgres believes a lock whose pid is taken, even by a zombie or by a stranger who got the number later.
function clearStaleLocks(place: Place) {
  for (const path of [lockOf(place), socketLockOf(place)]) {
    const lock = readLock(path)
    if (!lock || !isAlive(lock.pid) || postgresAt(lock.pid, place.cluster)) continue
    if (postgresProcessesAt(place.cluster).length === 0) removeIfStill(path, lock.text)
  }
}

// Another start may have put its own lock there meanwhile: look again once it is out of reach, and give it back.
function removeIfStill(path: string, text: string) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (readLock(aside)?.text !== text) linkSync(aside, path)
    rmSync(aside, { force: true })
  } catch {
    // Someone else was faster; the next attempt looks again.
  }
}

// Sessions outlive a killed server until their query ends, and keep the next one from starting.
function endSurvivors(cluster: string) {
  for (const pid of orphansAt(cluster)) send(pid, 'SIGQUIT')
}

import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './cluster.ts'
import { commandAs, own } from './run-as.ts'

/** Nothing of Folio's own environment: it holds secrets. */
export const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: '/' }

/** The mark by which Folio knows a server it, or another Folio, has started. */
export const clusterName = 'folio'

const settings = (socketDir: string) => ({
  listen_addresses: '',
  port: 5432,
  // A list, parted by commas unless quoted.
  unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
  unix_socket_permissions: '0700',
  cluster_name: clusterName,
  max_connections: 100,
  shared_buffers: '128MB',
  random_page_cost: 1.1,
  jit: 'off',
  // The cores are shared with OCR, and a container's /dev/shm is too small for parallel queries.
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }),
  // A queue's tables go from empty to full in seconds: statistics a minute old make its plans 45 times slower.
  autovacuum_naptime: '10s',
  autovacuum_analyze_threshold: 200,
  autovacuum_analyze_scale_factor: 0.02,
  autovacuum_vacuum_threshold: 200,
  autovacuum_vacuum_scale_factor: 0.05,
  // Statements and details hold people's data; what went wrong in a query is its caller's to log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
})

export interface Launched {
  pid: number | undefined
  /** How it ended, if it has. */
  ended: () => { error?: Error } | undefined
  /** What it has written to its log so far. */
  said: () => string
}

/** Starts a server that outlives this process. */
export function launch(place: Place): Launched {
  const flags = Object.entries(settings(place.socketDir)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const { program, args, as } = commandAs(place.runAs, join(place.binaries.bin, 'postgres'), [
    '-D',
    place.cluster,
    ...flags,
  ])
  const path = join(place.dataDir, 'postgres.log')
  const log = openSync(path, 'a', 0o600)
  own(place.runAs, path)
  const from = fstatSync(log).size
  const child = spawn(program, args, {
    ...as,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let end: { error?: Error } | undefined
  child.on('error', (error) => {
    end = { error }
  })
  child.on('exit', () => {
    end ??= {}
  })
  child.unref()
  return { pid: child.pid, ended: () => end, said: () => readFrom(path, from) }
}

function readFrom(path: string, from: number) {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(16 * 1024)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, from))
  } finally {
    closeSync(file)
  }
}

/** Reads a lock file of Postgres: the server's pid, where it listens, and whether it takes connections. */
export function readLock(path: string) {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    return {
      pid: Number(lines[0]),
      socketDir: lines[4] ?? '',
      ready: lines[7]?.trim() === 'ready',
      text: lines.join('\n'),
    }
  } catch {
    return undefined
  }
}

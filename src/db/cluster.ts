import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../errors.ts'
import type { Binaries } from './binaries.ts'
import { environment } from './postmaster.ts'
import { commandAs, own, type RunAs } from './run-as.ts'
import { cantStart, codeOf, doesNotRun, exits } from './start-errors.ts'

export interface Place {
  dataDir: string
  cluster: string
  socketDir: string
  binaries: Binaries
  runAs: RunAs
}

// Longer than any initdb takes; what is older was left by a start that was killed.
const unfinishedMs = 10 * 60_000

/** Makes the cluster where there is none: all of it or nothing, also when two processes do it at once. */
export async function ensureCluster(place: Place) {
  removeUnfinished(place.dataDir)
  if (!hasCluster(place)) await createCluster(place)
  checkVersion(place)
}

/** The password of the database user folio, made together with the cluster. */
export function readPassword({ cluster, dataDir }: Pick<Place, 'cluster' | 'dataDir'>) {
  try {
    return readFileSync(join(cluster, passwordFile), 'utf8').trim()
  } catch (error) {
    throw new StartError(
      `The password of the embedded Postgres, ${join(cluster, passwordFile)}, can't be read (${codeOf(error)}): restore it, or set DATA_DIR (${dataDir}) elsewhere`,
      exits.wrongData,
    )
  }
}

const passwordFile = 'folio.password'

function hasCluster({ cluster }: Place) {
  if (statSync(join(cluster, 'PG_VERSION'), { throwIfNoEntry: false })) return true
  if (!statSync(cluster, { throwIfNoEntry: false }) || readdirSync(cluster).length === 0) return false
  throw new StartError(
    `${cluster} is not empty and not a Postgres data directory: move it away, or set DATA_DIR elsewhere`,
    exits.wrongData,
  )
}

function checkVersion({ cluster, binaries }: Place) {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version === String(binaries.major)) return
  if (!/^\d+$/.test(version))
    throw new StartError(
      `${cluster} is damaged (its PG_VERSION is empty): restore DATA_DIR from a backup, or move it away`,
      exits.wrongData,
    )
  throw new StartError(
    `${cluster} was made by Postgres ${version}, and this Folio carries Postgres ${binaries.major}: export the data with the Folio that made it, or set DATABASE_URL to a Postgres ${version} server`,
    exits.wrongData,
  )
}

async function createCluster(place: Place) {
  const { dataDir, runAs } = place
  const draft = mkdtempSync(join(dataDir, 'postgres-new-'))
  try {
    writeFileSync(join(draft, passwordFile), randomBytes(24).toString('hex'), { mode: 0o600 })
    own(runAs, join(draft, passwordFile))
    own(runAs, draft)
    await initialise(place, draft)
    publish(place, draft)
  } finally {
    removeQuietly(draft)
  }
}

async function initialise(place: Place, draft: string) {
  const data = join(draft, 'data')
  const password = join(draft, passwordFile)
  await run(place, 'initdb', [
    ...['-D', data, '--username=folio', `--pwfile=${password}`, '--auth=scram-sha-256'],
    // The same order and case rules on every machine, whatever its libc.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ])
  await run(place, 'postgres', ['--single', '-D', data, 'postgres'], 'CREATE DATABASE folio;\n')
  renameSync(password, join(data, passwordFile))
}

// A rename onto a directory with something in it fails: the first of two wins, and the other uses that one.
function publish(place: Place, draft: string) {
  try {
    renameSync(join(draft, 'data'), place.cluster)
    syncDir(place.dataDir)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error
  }
}

function syncDir(path: string) {
  const dir = openSync(path, 'r')
  try {
    fsyncSync(dir)
  } finally {
    closeSync(dir)
  }
}

function run({ dataDir, binaries, runAs }: Place, name: string, given: string[], input = '') {
  const { program, args, as } = commandAs(runAs, join(binaries.bin, name), given)
  return new Promise<void>((resolve, reject) => {
    // Detached, so that Ctrl-C does not break it off in a terminal: it takes less than a second.
    const child = spawn(program, args, { ...as, cwd: '/', env: environment, detached: true })
    let said = ''
    const hear = (data: Buffer) => {
      said = (said + data).slice(-64 * 1024)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error) => reject(doesNotRun(error)))
    // A failed statement does not make Postgres exit with a failure.
    child.on('close', (code) =>
      code === 0 && !said.includes('ERROR:')
        ? resolve()
        : reject(cantStart(dataDir, 'could not make its data directory', said)),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function removeUnfinished(dataDir: string) {
  for (const name of readdirSync(dataDir).filter((entry) => entry.startsWith('postgres-new-'))) {
    const path = join(dataDir, name)
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - made > unfinishedMs) removeQuietly(path)
  }
}

function removeQuietly(path: string) {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // Left for the next start: what only takes room must not keep this one from working.
  }
}

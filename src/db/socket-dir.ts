import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StartError } from '../errors.ts'
import { own, type RunAs } from './run-as.ts'
import { codeOf, exits } from './start-errors.ts'

// The path of a unix socket ends at 103 bytes on macOS and 107 on Linux, `/.s.PGSQL.5432.lock` included.
const longestDir = 84

const fits = (path: string) => Buffer.byteLength(path) <= longestDir

/** Where the server's socket goes: beside the cluster, or in a short temporary directory where that is too long. */
export function placeOfSockets(dataDir: string) {
  const path = join(dataDir, 'postgres-socket')
  if (fits(path)) return { path, parent: dataDir }
  const name = `folio-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  const parent = [realpathSync(tmpdir())].find((dir) => fits(join(dir, name))) ?? '/tmp'
  return { path: join(parent, name), parent }
}

/** Makes the socket's directory, which only Postgres and its owner may enter. */
export function makeSocketDir({ socketDir: path, runAs }: { socketDir: string; runAs: RunAs }) {
  try {
    mkdirSync(path, { mode: 0o700 })
    own(runAs, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    refuseStrangers(path, runAs.uid)
  }
  if ((lstatSync(path).mode & 0o777) !== 0o700) chmodSync(path, 0o700)
}

// Anyone may make a directory in /tmp, or a link to elsewhere, and wait there for our password.
function refuseStrangers(path: string, uid: number) {
  const dir = lstatSync(path)
  if (dir.isDirectory() && dir.uid === uid) return
  throw new StartError(
    `${path}, the place of the database's socket (in ${dirname(path)}), belongs to uid ${dir.uid} and not ${uid}: remove it, or use another DATA_DIR`,
    exits.cantCreate,
  )
}

import { statfsSync } from 'node:fs'
import { StartError } from '../errors.ts'

/** The exit codes of sysexits.h, one a cause. */
export const exits = {
  wrongData: 65,
  unavailable: 69,
  internal: 70,
  cantCreate: 73,
  diskFull: 74,
  inUse: 75,
  noPermission: 77,
} as const

export const codeOf = (error: unknown) => (error as { code?: string } | null)?.code ?? 'unknown error'

const full = (dir: string) =>
  new StartError(`The disk of DATA_DIR (${dir}) is full: make room and start again`, exits.diskFull)

/** Turns a file system's refusal into a line for the operator; other errors stay what they are. */
export function asStartError(dir: string, error: unknown) {
  const { code, syscall, path = dir } = error as { code?: string; syscall?: string; path?: string }
  if (error instanceof StartError || !code || !syscall) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(dir)
  if (code === 'EROFS') return readOnly(dir)
  return new StartError(
    `DATA_DIR (${dir}) can't be used by uid ${process.getuid?.()} (${code} at ${path}): give that user write access, or set DATA_DIR elsewhere`,
    exits.cantCreate,
  )
}

const readOnly = (dir: string) =>
  new StartError(
    `DATA_DIR (${dir}) is on a read-only file system: mount it writable, or set DATA_DIR elsewhere`,
    exits.cantCreate,
  )

/** A program is there but this system can't run it, such as one made for another libc. */
export const doesNotRun = (error: unknown) =>
  new StartError(
    `The embedded Postgres does not run on this system (${codeOf(error)}): set DATABASE_URL to a Postgres server`,
    exits.unavailable,
  )

/** Turns what Postgres or initdb said on its way out into a line for the operator. */
export function cantStart(dir: string, doing: string, said: string) {
  // A full disk may have no room for the complaint about it either.
  if (/No space left on device|Disk quota exceeded/.test(said) || isFull(dir)) return full(dir)
  if (/Read-only file system/.test(said)) return readOnly(dir)
  return new StartError(
    `The embedded Postgres ${doing}: ${lastComplaint(said) || 'it said nothing'}`,
    exits.internal,
  )
}

function isFull(dir: string) {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize < 1024 * 1024
}

function lastComplaint(said: string) {
  const lines = said.split('\n').filter((line) => /error:|FATAL|PANIC|cannot|could not|not found/.test(line))
  return (lines.at(-1) ?? said.trim().split('\n').at(-1) ?? '')
    .replace(/^.*?(FATAL|PANIC|error):\s*/, '')
    .slice(0, 300)
}

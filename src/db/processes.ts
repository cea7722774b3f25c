import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Tells two processes with the same pid apart; undefined for none, or a zombie. */
export function birthOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return isAlive(pid) ? String(pid) : undefined
  const fields = fieldsOf(pid)
  return fields && !['Z', 'X'].includes(fields[0]!) ? `${pid}@${fields[19]}` : undefined
}

// The name in brackets may hold anything, so count from its end: state, parent, …, and start as the 20th.
function fieldsOf(pid: number) {
  const stat = tryTo(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Whether a signal would find that pid taken: true for zombies and strangers too. */
export function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** Sends a signal to a process that may just have gone. */
export const send = (pid: number, signal: NodeJS.Signals) => tryTo(() => process.kill(pid, signal))

/** The command line of a process, if it is a living Postgres working in that data directory. */
export function postgresAt(pid: number, cluster: string): string[] | undefined {
  if (!Number.isInteger(pid) || pid <= 1 || !birthOf(pid)) return undefined
  const command = commandOf(pid)
  // A session's title, or the path of the program, which may hold blanks.
  if (!/^postgres:|(^|\/)(postgres|postmaster)$/.test(command?.[0] ?? '')) return undefined
  const cwd = tryTo(() => readlinkSync(`/proc/${pid}/cwd`))
  return (cwd ? cwd === cluster : command?.join(' ').includes(cluster)) ? command : undefined
}

/** Every Postgres process that works in that data directory, parent or child. */
export const postgresProcessesAt = (cluster: string) =>
  (tryTo(() => readdirSync('/proc')) ?? []).map(Number).filter((pid) => pid > 1 && postgresAt(pid, cluster))

/** Sessions whose server is gone. Never a server itself, which another start may just have brought up. */
export const orphansAt = (cluster: string) =>
  postgresProcessesAt(cluster).filter((pid) => {
    const parent = Number(fieldsOf(pid)?.[1])
    return commandOf(pid)?.[0]?.startsWith('postgres: ') && !postgresAt(parent, cluster)
  })

function commandOf(pid: number) {
  if (process.platform === 'linux')
    return tryTo(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean))
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
  return status === 0 ? String(stdout).trim().split(' ') : undefined
}

function tryTo<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

import { spawnSync } from 'node:child_process'
import { chownSync, readFileSync, type Stats, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { StartError } from '../errors.ts'
import { exits } from './start-errors.ts'

/** Who Postgres runs as: it refuses to be root. */
export interface RunAs {
  /** Owner of the files, seen from outside. */
  uid: number
  gid: number
  /** The user inside a user namespace, where our own files appear to be that user's. */
  seenAs?: { uid: number; gid: number }
}

/** Chooses whom Postgres runs as, given what it must reach and who owns the cluster, if there is one. */
export function chooseRunAs(cluster: string, reach: string[]): RunAs {
  const me = { uid: process.getuid!(), gid: process.getgid!() }
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== me.uid && me.uid !== 0)
    throw new StartError(
      `${cluster} belongs to uid ${owner.uid}, and this is uid ${me.uid}: run Folio as that user, or give it the directory (chown -R)`,
      exits.noPermission,
    )
  if (me.uid !== 0) return isNamed(me.uid) ? me : inNamespace(me)
  if (owner?.uid) return reachable({ uid: owner.uid, gid: owner.gid }, reach, cluster)
  const other = owner
    ? undefined
    : systemUsers().find((user) => closedTo(user, reach).length === 0 && canBecome(user))
  return other ?? inNamespace(me)
}

/** The command that runs a program as that user, together with the options of its spawn. */
export function commandAs({ uid, gid, seenAs }: RunAs, program: string, args: string[]) {
  if (seenAs)
    return {
      program: 'unshare',
      args: ['--user', `--map-user=${seenAs.uid}`, `--map-group=${seenAs.gid}`, '--', program, ...args],
      as: {},
    }
  return { program, args, as: uid === process.getuid!() ? {} : { uid, gid } }
}

/** Gives that user a file or directory that we made. */
export function own({ uid, gid }: RunAs, path: string) {
  if (process.getuid!() === 0 && uid !== 0) chownSync(path, uid, gid)
}

const systemUsers = () =>
  ['postgres', 'nobody'].flatMap((name) => {
    const line = passwd().find(([user]) => user === name)
    return line ? [{ uid: Number(line[2]), gid: Number(line[3]) }] : []
  })

function passwd() {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}

// A container may run as a number that no one has a name for; initdb insists on one.
function isNamed(uid: number) {
  if (process.platform !== 'linux' || passwd().some((line) => line[2] === String(uid))) return true
  try {
    return userInfo().username.length > 0 && spawnSync('id', ['-un']).status === 0
  } catch {
    return false
  }
}

function inNamespace(me: { uid: number; gid: number }): RunAs {
  const seenAs = systemUsers()[0]
  if (seenAs && process.platform === 'linux') {
    const { program, args } = commandAs({ ...me, seenAs }, 'true', [])
    if (spawnSync(program, args, { stdio: 'ignore' }).status === 0) return { ...me, seenAs }
  }
  throw new StartError(
    me.uid === 0
      ? 'Postgres does not run as root, no other user can reach both DATA_DIR and its programs, and user namespaces are not allowed here: run Folio as an ordinary user, or put both where others may enter, or set DATABASE_URL'
      : `uid ${me.uid} has no name in /etc/passwd, which Postgres needs, and user namespaces are not allowed here: run Folio as a named user, or set DATABASE_URL`,
    exits.noPermission,
  )
}

function reachable(user: RunAs, reach: string[], cluster: string) {
  const [closed] = closedTo(user, reach)
  if (!closed) return user
  throw new StartError(
    `${cluster} belongs to uid ${user.uid}, who can't enter ${closed}: let others pass (chmod o+x), or give the cluster to root (chown -R 0:0), or set DATABASE_URL`,
    exits.noPermission,
  )
}

const closedTo = (user: RunAs, reach: string[]) =>
  reach.flatMap(withParents).filter((path) => {
    const dir = statSync(path, { throwIfNoEntry: false })
    return dir && !mayPass(user, dir)
  })

const withParents = (path: string): string[] =>
  path === dirname(path) ? [path] : [...withParents(dirname(path)), path]

// Root may lack the right to become another: in a container without it, or where no other user is mapped.
const canBecome = ({ uid, gid }: RunAs) => spawnSync('true', [], { uid, gid, stdio: 'ignore' }).status === 0

const mayPass = ({ uid, gid }: RunAs, { mode, ...of }: Stats) =>
  ((of.uid === uid ? mode >> 6 : of.gid === gid ? mode >> 3 : mode) & 1) === 1

import { readdir, readFile, readlink, realpath } from 'node:fs/promises'

/**
 * Whether a program on this machine still has the file open for writing, as far as that can be seen: Linux tells it of
 * one's own programs, and to root of all.
 */
export async function isBeingWritten(path: Buffer): Promise<boolean> {
  const wanted = (await realpath(path, 'buffer').catch(() => path)).toString('latin1')
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`, 'buffer').catch(() => undefined)
      if (target?.toString('latin1') === wanted && (await isForWriting(pid, fd))) return true
    }
  }
  return false
}

async function isForWriting(pid: string, fd: string) {
  const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'latin1').catch(() => '')
  const [, flags = '0'] = /^flags:\s*([0-7]+)/m.exec(info) ?? []
  // the last two bits: 0 is reading only
  return (Number.parseInt(flags, 8) & 3) !== 0
}

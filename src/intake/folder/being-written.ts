import { readdir, readFile, readlink, realpath } from 'node:fs/promises'

/**
 * The names of those files in a folder that a program on this machine still has open for writing, as far as that can be
 * seen: Linux tells it of one's own programs, and to root of all.
 */
export async function listBeingWritten(folder: string): Promise<Set<string>> {
  const inside = Buffer.from(`${await realpath(folder)}/`).toString('latin1')
  const names = new Set<string>()
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`, 'buffer').catch(() => undefined)
      const path = link?.toString('latin1') ?? ''
      if (path.startsWith(inside) && (await isForWriting(pid, fd))) names.add(path.slice(inside.length))
    }
  }
  return names
}

async function isForWriting(pid: string, fd: string) {
  const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'latin1').catch(() => '')
  const [, flags = '0'] = /^flags:\s*([0-7]+)/m.exec(info) ?? []
  // the last two bits: 0 is reading only
  return (Number.parseInt(flags, 8) & 3) !== 0
}

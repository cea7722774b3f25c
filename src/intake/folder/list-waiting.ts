import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { bounds } from '../../config.ts'

/** A file in the folder. Its name is bytes: not every name is text. */
export interface WaitingFile {
  path: Buffer
  /** The bytes of the name, one character each. */
  name: string
  /** Another file, or the same after any change, has another. */
  identity: string
  sizeBytes: number
  isLink: boolean
}

/** What is not a document yet, or not meant as one: hidden, half-written, or kept by a program for itself. */
const notMeant =
  /^[.~]|~$|\.(part|partial|filepart|crdownload|download|tmp|temp|lock)$|^(desktop\.ini|thumbs\.db)$/i

/** What waits in a folder, the oldest first; subfolders are left alone. */
export async function listWaiting(folder: string): Promise<WaitingFile[]> {
  const names = (await readdir(folder, { encoding: 'buffer' })).map((name) => name.toString('latin1'))
  const files: (WaitingFile & { changed: bigint })[] = []
  for (const name of names) {
    if (notMeant.test(name)) continue
    const path = pathIn(folder, name)
    // gone meanwhile: somebody else's business
    const stat = await lstat(path, { bigint: true }).catch(() => undefined)
    if (!stat || !(stat.isFile() || stat.isSymbolicLink())) continue
    files.push({
      path,
      name,
      identity: identityOf(stat),
      sizeBytes: Number(stat.size),
      isLink: stat.isSymbolicLink(),
      changed: stat.mtimeNs,
    })
    if (files.length >= bounds.filesALook) break
  }
  return files.sort((a, b) => Number(a.changed - b.changed))
}

/** Whoever moves a file back changes it too: then it is tried again. */
export const identityOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats) =>
  [ino, size, mtimeNs, ctimeNs].join(':')

export const pathIn = (folder: string, name: string) =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')])

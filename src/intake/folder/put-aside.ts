import { lstat, rename, writeFile } from 'node:fs/promises'
import type { Text } from '../../language.ts'
import { identityOf, pathIn, type WaitingFile } from './list-waiting.ts'

/** Room for what is added to a name; a file system takes 255 bytes. */
const nameBytes = 230

/**
 * Moves a file to done/ or failed/, with what there is to say in a text beside it, and never over another. One that was
 * replaced meanwhile stays where it is: it is another document.
 */
export async function putAside(
  folder: string,
  file: WaitingFile,
  to: 'done' | 'failed',
  sayings: Text[],
): Promise<void> {
  const stat = await lstat(file.path, { bigint: true }).catch(() => undefined)
  if (!stat || identityOf(stat) !== file.identity) return
  const name = await freeName(`${folder}/${to}`, shortened(file.name))
  if (sayings.length) await writeFile(pathIn(`${folder}/${to}`, `${name}.txt`), letter(sayings))
  await rename(file.path, pathIn(`${folder}/${to}`, name))
}

const letter = (sayings: Text[]) =>
  `${[...sayings.map(({ es }) => es), '', ...sayings.map(({ en }) => en)].join('\n')}\n`

async function freeName(folder: string, name: string) {
  const { stem, ending } = parted(name)
  for (let copy = 1; ; copy++) {
    const free = copy === 1 ? name : `${stem} (${copy > 1000 ? crypto.randomUUID() : copy})${ending}`
    const isTaken = await lstat(pathIn(folder, free)).then(
      () => true,
      () => false,
    )
    if (!isTaken) return free
  }
}

function shortened(name: string) {
  const { stem, ending } = parted(name)
  return stem.slice(0, nameBytes - ending.length) + ending
}

function parted(name: string) {
  const [ending = ''] = /\.[^.]{1,20}$/.exec(name) ?? []
  return { stem: name.slice(0, name.length - ending.length), ending }
}

import { randomUUID } from 'node:crypto'
import { access, constants, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { AppError } from '../../errors.ts'

/**
 * A folder is known by a mark in it, under whatever path each process sees it. Made on the first look, with done/ and
 * failed/; an `AppError` where Folio can't work in the folder.
 */
export async function markOf(folder: string): Promise<string> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    for (const name of ['done', 'failed'])
      await mkdir(`${folder}/${name}`).catch((error) => {
        if (error.code !== 'EEXIST') throw error
      })
    return await readMark(`${folder}/.folio-folder`)
  } catch (error) {
    throw unusable(folder, error as NodeJS.ErrnoException)
  }
}

async function readMark(path: string) {
  const known = await readFile(path, 'utf8').catch(() => '')
  if (/^[0-9a-f-]{36}$/.test(known)) return known
  const aside = `${path}.${randomUUID()}`
  await writeFile(aside, randomUUID(), { flush: true })
  // of two processes that come at once, one link is made and both read it
  await link(aside, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside, { force: true })
  return readFile(path, 'utf8')
}

function unusable(folder: string, cause: NodeJS.ErrnoException) {
  const text =
    cause.code === 'ENOENT'
      ? {
          es: `La carpeta ${folder} no existe en esta máquina: créala, o cambia WATCH_DIR.`,
          en: `The folder ${folder} does not exist on this machine: make it, or change WATCH_DIR.`,
        }
      : {
          es: `Folio no puede leer y escribir en ${folder} (${cause.code}): cambia sus permisos, o WATCH_DIR.`,
          en: `Folio can’t read and write in ${folder} (${cause.code}): change its permissions, or WATCH_DIR.`,
        }
  return new AppError('unavailable', text, { code: 'FOLDER_UNUSABLE', cause })
}

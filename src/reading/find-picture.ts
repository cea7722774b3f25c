import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey, pictureKey } from '../files/files.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { findTurn } from '../invoices/pages.ts'
import { type Reader, ReadingError } from './reader.ts'

/** The picture of a page, upright as read: made when it is first looked at, and kept. */
export async function findPicture(
  { db, files, reader, log }: Pick<Deps, 'db' | 'files' | 'log'> & { reader: Reader },
  { sha256, contentType, pages }: Invoice,
  page: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!sha256)
    throw new AppError('gone', { es: 'El original no se conservó.', en: 'The original was not kept.' })
  if (page < 1 || (pages !== null && page > pages)) throw noSuchPage()
  const key = pictureKey(sha256, page)
  if (await files.has(key)) return files.read(key)
  const bytes = await files.read(documentKey(sha256))
  const within = AbortSignal.any([signal, AbortSignal.timeout(bounds.pictureMs)])
  const picture = await reader
    .picture({ bytes, contentType }, page, await findTurn(db, sha256, page), within)
    .catch(explain)
  await files.put(key, picture).catch((error) => log.warn('picture not kept', { error }))
  return picture
}

function explain(error: unknown): never {
  if (!(error instanceof ReadingError)) throw error
  if (error.reason === 'busy' || error.reason === 'timeout')
    throw new AppError(
      'unavailable',
      { es: 'El lector está ocupado.', en: 'The reader is busy.' },
      { cause: error },
    )
  throw noSuchPage(error)
}

const noSuchPage = (cause?: unknown) =>
  new AppError(
    'not-found',
    { es: 'No hay imagen de esa página.', en: 'There is no picture of that page.' },
    { code: 'NO_SUCH_PAGE', cause },
  )

import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey } from '../files/files.ts'
import { hasDocument } from '../invoices/forget-documents.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { findUpright } from '../invoices/pages.ts'
import { type Document, type Place, ReadingError } from './reader.ts'

/** Looks at one page of an invoice's document for somebody who waits for it. */
export async function lookAtPage<T>(
  { db, files }: Pick<Deps, 'db' | 'files'>,
  invoice: Invoice,
  page: number,
  signal: AbortSignal,
  look: (document: Document, place: Place, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!hasDocument(invoice))
    throw new AppError('gone', { es: 'El original no se conservó.', en: 'The original was not kept.' })
  const { sha256, contentType, pages } = invoice
  if (page < 1 || (pages !== null && page > pages)) throw noSuchPage()
  const bytes = await files.read(documentKey(sha256))
  const upright = (await findUpright(db, sha256, page)) ?? { turn: 0 }
  const within = AbortSignal.any([signal, AbortSignal.timeout(bounds.pictureMs)])
  return look({ bytes, contentType }, { page, ...upright }, within).catch(explain)
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

import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { pictureKey } from '../files/files.ts'
import { hasDocument } from '../invoices/forget-documents.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { notePictureUsed } from '../invoices/page-use.ts'
import { keepPicture } from './keep-picture.ts'
import { lookAtPage } from './look-at-page.ts'
import type { Reader } from './reader.ts'

/**
 * The picture of a page, upright as read. What was looked at for reading has one already. A digital page is drawn
 * when somebody looks at it first, in some 60 ms: that is several times what reading it takes, and most pages of long
 * documents are never looked at.
 */
export async function findPicture(
  deps: Pick<Deps, 'db' | 'files' | 'log'> & { reader: Reader },
  invoice: Invoice,
  page: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { db, files, reader } = deps
  const sha256 = hasDocument(invoice) && invoice.sha256
  const kept = sha256 && (await files.read(pictureKey(sha256, page)).catch(unlessMissing))
  const picture =
    kept ||
    (await lookAtPage(deps, invoice, page, signal, (document, place, within) =>
      reader.picture(document, place, within),
    ))
  // Of a page that was not read yet nobody knows which way is up, and no row tells of its picture.
  const isRead = sha256 && (await notePictureUsed(db, sha256, page, picture.length))
  if (isRead && !kept) await keepPicture(deps, sha256, page, picture)
  return picture
}

function unlessMissing(error: unknown) {
  if (error instanceof AppError && error.kind === 'not-found') return undefined
  throw error
}

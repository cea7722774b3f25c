import type { Deps } from '../deps.ts'
import { documentKey } from '../files/files.ts'
import { type ContentType, isXml } from '../invoices/content-types.ts'
import { hasDocument } from '../invoices/forget-documents.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import type { DocumentFile } from '../invoices/words.ts'
import { type Reader, ReadingError } from './reader.ts'

/** Only these have files to look at; a picture is not fetched from the store for nothing. */
const hasFiles = (type: ContentType) =>
  isXml(type) || type === 'application/pdf' || type === 'application/zip'

/** The files of an invoice's document; what its pages say is enough where they can't be had. */
export async function findFiles(
  { files, reader, log }: Pick<Deps, 'files' | 'log'> & { reader: Reader },
  invoice: Invoice,
  signal: AbortSignal,
): Promise<DocumentFile[]> {
  if (!hasDocument(invoice) || !hasFiles(invoice.contentType)) return []
  const { id, sha256, contentType } = invoice
  const bytes = await files.read(documentKey(sha256))
  return reader.files({ bytes, contentType }, signal).catch((error) => {
    if (!(error instanceof ReadingError) || signal.aborted) throw error
    log.warn('the files inside of a document could not be read', { invoice_id: id, reason: error.reason })
    return []
  })
}

import { eq, sql } from 'drizzle-orm'
import { accounts } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { InvoiceSource } from '../invoices/invoices.table.ts'
import { type Outcome, receiveFile } from './receive-file.ts'

/** A file of a document that lives in another archive. */
export interface ForeignFile {
  /** Which archive, and which of its documents and files. */
  origin: string
  documentId: string
  file: number
  filename: string
  bytes: Uint8Array<ArrayBuffer>
  source: InvoiceSource
}

/**
 * Takes in a file of a foreign document, once: that it was taken is said in the very commit that makes the invoice, so a
 * second time nothing happens, whatever crashed in between and whatever counts as a duplicate here.
 */
export async function receiveForeign(
  deps: Pick<Deps, 'db' | 'transact' | 'files' | 'config'>,
  accountId: number,
  { origin, documentId, file, filename, bytes, source }: ForeignFile,
): Promise<Outcome[]> {
  const [account] = await deps.db.select().from(accounts).where(eq(accounts.id, accountId))
  if (bytes.length > bounds.uploadBytes) return [{ filename, error: tooLarge() }]
  const staged = await deps.files.stage([bytes], bounds.uploadBytes)
  let pieces = 0
  const transact: Deps['transact'] = (body) => {
    const piece = ++pieces
    return deps.transact(async (work) => {
      const taken = await work.tx.execute(sql`
        insert into foreign_documents (origin, document_id, file, piece)
        values (${origin}, ${documentId}, ${file}, ${piece}) on conflict do nothing returning piece`)
      if (!taken.length) throw takenBefore()
      return body(work)
    })
  }
  try {
    return await receiveFile({ ...deps, transact }, account!, { filename, staged, source })
  } finally {
    await staged.discard()
  }
}

const tooLarge = () =>
  new AppError('too-large', {
    es: `Ocupa más de ${bounds.uploadBytes / 1024 ** 2} MB.`,
    en: `It is larger than ${bounds.uploadBytes / 1024 ** 2} MB.`,
  })

const takenBefore = () =>
  new AppError(
    'conflict',
    { es: 'Este documento ya se tomó antes.', en: 'This document was taken before.' },
    { code: 'TAKEN_BEFORE' },
  )

import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { type Archive, type ArchivedDocument, openArchive } from './archive/open-archive.ts'
import { receiveDocument, type Upload } from './receive-document.ts'
import { sniff } from './sniff.ts'

export type Outcome = { invoice: Invoice } | { filename: string; error: AppError }
type IntakeDeps = Pick<Deps, 'transact' | 'files' | 'config'>

/** Takes in one file: a document, or the documents in a ZIP. One that is refused does not hold up the others. */
export async function receiveFile(deps: IntakeDeps, account: Account, upload: Upload): Promise<Outcome[]> {
  const { staged, filename } = upload
  if (sniff(staged.head) !== 'application/zip')
    return [await outcomeOf(filename, () => receiveDocument(deps, account, upload))]
  let archive: Archive
  try {
    archive = await openArchive(await staged.read())
  } catch (error) {
    return [refusal(filename, error)]
  }
  if (archive.isPair) {
    const pair = { ...upload, contentType: 'application/zip' } as const
    return [await outcomeOf(filename, () => receiveDocument(deps, account, pair))]
  }
  const outcomes: Outcome[] = []
  for (const document of archive.documents)
    outcomes.push(
      await outcomeOf(`${filename}/${document.path}`, () =>
        receiveArchived(deps, account, document, upload.source),
      ),
    )
  return [
    ...outcomes,
    ...archive.refused.map(({ path, error }) => ({ filename: `${filename}/${path}`, error })),
  ]
}

async function receiveArchived(
  deps: IntakeDeps,
  account: Account,
  { filename, contentType, open }: ArchivedDocument,
  source: Upload['source'],
) {
  // Each file of a pair may be as large as an upload.
  const staged = await deps.files.stage([await open()], 3 * bounds.uploadBytes)
  try {
    return await receiveDocument(deps, account, { filename, contentType, staged, source })
  } finally {
    await staged.discard()
  }
}

async function outcomeOf(filename: string, receive: () => Promise<Invoice>): Promise<Outcome> {
  try {
    return { invoice: await receive() }
  } catch (error) {
    return refusal(filename, error)
  }
}

/** A store or a database that is away fails the whole request: it may be sent again. */
function refusal(filename: string, error: unknown): Outcome {
  if (error instanceof AppError && error.kind !== 'unavailable') return { filename, error }
  throw error
}

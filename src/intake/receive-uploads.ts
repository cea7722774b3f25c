import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { type ReceivedFile, readUploads } from './read-multipart.ts'
import { receiveDocument } from './receive-document.ts'

export type Outcome = { invoice: Invoice } | { filename: string; error: AppError }

/** Takes in every file of a form as it arrives; one that is refused does not hold up the others. */
export async function receiveUploads(deps: Deps, account: Account, request: Request): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const limits = { maxFiles: bounds.uploadFiles, maxFileBytes: bounds.uploadBytes }
  const { uploads } = readUploads(request, { files: deps.files, ...limits })
  for await (const file of uploads) outcomes.push(await receiveOne(deps, account, file))
  return outcomes
}

async function receiveOne(
  deps: Deps,
  account: Account,
  { filename, staged, failure }: ReceivedFile,
): Promise<Outcome> {
  if (failure) return { filename, error: failure }
  try {
    return { invoice: await receiveDocument(deps, account, { filename, staged, source: 'upload' }) }
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'unavailable') return { filename, error }
    throw error
  } finally {
    await staged.discard()
  }
}

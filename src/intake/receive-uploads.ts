import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type ReceivedFile, readUploads } from './read-multipart.ts'
import { type Outcome, receiveFile } from './receive-file.ts'

/** Takes in every file of a form as it arrives; one that is refused does not hold up the others. */
export async function receiveUploads(deps: Deps, account: Account, request: Request): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const limits = { maxFiles: bounds.uploadFiles, maxFileBytes: bounds.uploadBytes }
  const { uploads } = readUploads(request, { files: deps.files, ...limits })
  for await (const file of uploads) outcomes.push(...(await receiveOne(deps, account, file)))
  return outcomes
}

async function receiveOne(
  deps: Deps,
  account: Account,
  { filename, staged, failure }: ReceivedFile,
): Promise<Outcome[]> {
  if (failure) return [{ filename, error: failure }]
  try {
    return await receiveFile(deps, account, { filename, staged, source: 'upload' })
  } finally {
    await staged.discard()
  }
}

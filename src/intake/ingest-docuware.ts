import type { Deps } from '../deps.ts'
import type { AppError } from '../errors.ts'
import { type ForeignFile, receiveForeign } from './receive-foreign.ts'

/** Feeds a file of DocuWare's into the pipeline: why it was refused, if not because it is here already. */
export async function ingestDocuWare(
  deps: Pick<Deps, 'db' | 'transact' | 'files' | 'config'>,
  accountId: number,
  file: Omit<ForeignFile, 'source'>,
): Promise<AppError | undefined> {
  const outcomes = await receiveForeign(deps, accountId, { ...file, source: 'docuware' })
  return outcomes
    .flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))
    .find(({ kind }) => kind !== 'conflict')
}

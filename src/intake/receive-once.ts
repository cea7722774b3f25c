import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { type Claim, claiming, type First, findFirst } from '../accounts/idempotency-keys.ts'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Work } from '../work.ts'
import { type ReceivedFile, readUploads } from './read-multipart.ts'
import { type Outcome, receiveFile } from './receive-file.ts'

/**
 * Takes in a form that carries a key: the key, every invoice of the form and what is answered are one commit. A form with
 * the same key that comes within a day, even at the same moment, changes nothing and is told of the first. If `answerOf`
 * throws, for nothing was accepted, nothing happened, and the key is as good as before.
 */
export async function receiveOnce<Answer extends object>(
  deps: Deps,
  account: Account,
  { request, key }: { request: Request; key: string },
  answerOf: (outcomes: Outcome[]) => Answer,
): Promise<{ answer: Answer } | { first: First<Answer> }> {
  const files = await receiveAll(deps, request)
  try {
    const claim = { accountId: account.id, key, fingerprint: fingerprintOf(files) }
    for (let attempt = 1; attempt <= 3; attempt++) {
      const first = await findFirst<Answer>(deps.db, 'ocr', claim)
      if (first) return { first }
      const answer = await deps.transact((work) => enterAll(deps, account, work, { files, claim, answerOf }))
      if (answer) return { answer }
    }
    throw new AppError('unavailable', contested)
  } finally {
    await Promise.all(files.map(({ staged }) => staged?.discard()))
  }
}

const contested = {
  es: 'Otra petición con esta clave está en curso. Reintenta.',
  en: 'Another request with this key is under way. Try again.',
}

async function receiveAll({ files }: Deps, request: Request) {
  const received: ReceivedFile[] = []
  const limits = { maxFiles: bounds.uploadFiles, maxFileBytes: bounds.uploadBytes }
  for await (const file of readUploads(request, { files, ...limits }).uploads) received.push(file)
  return received
}

const fingerprintOf = (files: ReceivedFile[]) =>
  hash('sha256', JSON.stringify(files.map(({ filename, staged }) => [filename, staged?.sha256 ?? null])))

interface Form<Answer> {
  files: ReceivedFile[]
  claim: Claim
  answerOf: (outcomes: Outcome[]) => Answer
}

/**
 * Undefined where the key was used. The store is waited for while the transaction is open: nothing may be kept of a form
 * that is not the first, and the others with its key wait for its fate.
 */
async function enterAll<Answer extends object>(
  deps: Deps,
  account: Account,
  work: Work,
  { files, claim, answerOf }: Form<Answer>,
) {
  const claimed = await executePlanned(work.tx, claiming('ocr', [{ ...claim, answer: {} }]))
  if (!claimed.length) return undefined
  const within: Deps = { ...deps, transact: (body) => body(work) }
  const outcomes: Outcome[] = []
  for (const { filename, staged, failure } of files)
    if (failure) outcomes.push({ filename, error: failure })
    else outcomes.push(...(await receiveFile(within, account, { filename, staged, source: 'upload' })))
  const answer = answerOf(outcomes)
  await executePlanned(
    work.tx,
    sql`update idempotency_keys set answer = ${JSON.stringify(answer)}::text::jsonb
      where account_id = ${claim.accountId} and operation = 'ocr' and key = ${claim.key}`,
  )
  return answer
}

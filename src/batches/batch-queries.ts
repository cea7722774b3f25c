import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type Batch, type BatchId, batches } from './batches.table.ts'

/** Reviewers and admins see the whole workspace, an uploader what is theirs. */
const visibleTo = (account: Account) =>
  account.role === 'uploader' ? eq(batches.accountId, account.id) : undefined

/** One batch that this account may see; anything else does not exist for it. */
export async function findBatch(db: Db, account: Account, id: BatchId): Promise<Batch> {
  const [batch] = await listTheseBatches(db, account, [id])
  if (!batch)
    throw new AppError(
      'not-found',
      { es: `No hay ningún lote ${id}.`, en: `There is no batch ${id}.` },
      { code: 'NO_SUCH_BATCH' },
    )
  return batch
}

export const listTheseBatches = (db: Db, account: Account, ids: BatchId[]): Promise<Batch[]> =>
  db
    .select()
    .from(batches)
    .where(and(inArray(batches.id, ids), visibleTo(account)))
    .orderBy(desc(batches.id))

/** The newest first, from before a certain one on. */
export async function listBatches(
  db: Db,
  account: Account,
  { perPage, before }: { perPage: number; before?: BatchId },
) {
  const rows = await db
    .select()
    .from(batches)
    .where(and(visibleTo(account), before === undefined ? undefined : lt(batches.id, before)))
    .orderBy(desc(batches.id))
    .limit(perPage + 1)
  const items = rows.slice(0, perPage)
  return { items, nextCursor: rows.length > perPage ? items.at(-1)!.id : null }
}

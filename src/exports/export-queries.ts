import { and, asc, count, desc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { allExports, type Export, type ExportId, exportDocuments } from './exports.table.ts'

/** Reviewers and admins see the whole workspace, an uploader what is theirs. */
const visibleTo = (account: Account) =>
  account.role === 'uploader' ? eq(allExports.accountId, account.id) : undefined

/** One export that this account may see; anything else does not exist for it. */
export async function findExport(db: Db | Tx, account: Account, id: ExportId): Promise<Export> {
  const [found] = await listTheseExports(db, account, [id])
  if (!found) throw noSuchExport(id)
  return found
}

/** The same, held until the commit. */
export async function lockExport(tx: Tx, account: Account, id: ExportId): Promise<Export> {
  const [found] = await tx
    .select()
    .from(allExports)
    .where(and(eq(allExports.id, id), visibleTo(account)))
    .for('update')
  if (!found) throw noSuchExport(id)
  return found
}

const noSuchExport = (id: ExportId) =>
  new AppError(
    'not-found',
    { es: `No hay ninguna exportación ${id}.`, en: `There is no export ${id}.` },
    { code: 'NO_SUCH_EXPORT' },
  )

export const listTheseExports = (db: Db | Tx, account: Account, ids: ExportId[]): Promise<Export[]> =>
  db
    .select()
    .from(allExports)
    .where(and(inArray(allExports.id, ids), visibleTo(account)))
    .orderBy(desc(allExports.id))

/** The newest first, from before a certain one on. */
export async function listExports(
  db: Db,
  account: Account,
  { perPage, before }: { perPage: number; before?: ExportId },
) {
  const rows = await db
    .select()
    .from(allExports)
    .where(and(visibleTo(account), before === undefined ? undefined : lt(allExports.id, before)))
    .orderBy(desc(allExports.id))
    .limit(perPage + 1)
  const items = rows.slice(0, perPage)
  return { items, nextCursor: rows.length > perPage ? items.at(-1)!.id : null }
}

/** The first documents that could not be exported, and why. */
export const listFailures = (db: Db, exportId: ExportId) =>
  db
    .select({
      id: exportDocuments.documentId,
      reason: sql`${exportDocuments.reason}`.mapWith(exportDocuments.reason),
    })
    .from(exportDocuments)
    .where(and(eq(exportDocuments.exportId, exportId), isNotNull(exportDocuments.reason)))
    .orderBy(asc(exportDocuments.position))
    .limit(bounds.exportFailuresShown)
export type Failure = Awaited<ReturnType<typeof listFailures>>[number]

export async function countUnfinished(tx: Tx, account: Account) {
  const [row] = await tx
    .select({ n: count() })
    .from(allExports)
    .where(and(eq(allExports.accountId, account.id), inArray(allExports.status, ['queued', 'running'])))
  return row?.n ?? 0
}

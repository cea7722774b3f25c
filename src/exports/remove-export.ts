import { and, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { pieceKey } from './advance-export.ts'
import { allExports, type ExportId, exportDocuments, exportPieces, unfinished } from './exports.table.ts'

/** Removes what an export that is over keeps in the store, and what it need not remember: only failures stay. */
export async function removeExport({ db, files }: Pick<Deps, 'db' | 'files'>, id: ExportId) {
  const [row] = await db
    .select()
    .from(allExports)
    .where(and(eq(allExports.id, id), notInArray(allExports.status, unfinished)))
  if (!row) return
  // before the files go, so that nobody is promised half of them
  await db
    .update(allExports)
    .set({ removedAt: sql`coalesce(removed_at, now())` })
    .where(eq(allExports.id, id))
  const { key, number } = exportPieces
  const pieces = await db.select({ key, number }).from(exportPieces).where(eq(exportPieces.exportId, id))
  for (const piece of pieces) if (piece.key) await files.remove(piece.key)
  // a piece that was stored and never became part of it
  if (row.run) await files.remove(pieceKey(id, row.run, row.pieces + 1))
  await db.delete(exportPieces).where(eq(exportPieces.exportId, id))
  await db
    .delete(exportDocuments)
    .where(and(eq(exportDocuments.exportId, id), isNull(exportDocuments.reason)))
}

/** Lets go of archives that have been kept long enough, and forgets exports as the audit is forgotten. */
export async function purgeExports({ db, transact }: Pick<Deps, 'db' | 'transact'>) {
  const before = (days: number) => sql`now() - make_interval(days => ${days})`
  await transact(async ({ tx, enqueue }) => {
    const old = await tx
      .update(allExports)
      .set({ removedAt: sql`now()` })
      .where(
        and(
          inArray(allExports.status, ['done', 'partial']),
          isNull(allExports.removedAt),
          lt(allExports.finishedAt, before(bounds.exportDays)),
        ),
      )
      .returning({ exportId: allExports.id })
    await enqueue('remove-export', ...old)
  })
  await db.delete(allExports).where(lt(allExports.finishedAt, before(bounds.auditDays)))
}

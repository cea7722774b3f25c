import { and, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { pieceKey } from './advance-export.ts'
import { allExports, type ExportId, exportDocuments, exportPieces } from './exports.table.ts'

/** Removes what an archive that is let go of keeps in the store, and what need not be remembered: only failures stay. */
export async function removeExport({ db, files }: Pick<Deps, 'db' | 'files'>, id: ExportId) {
  const [row] = await db
    .select()
    .from(allExports)
    .where(and(eq(allExports.id, id), isNotNull(allExports.removedAt)))
  if (!row) return
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
    // what could not be removed when it should have been
    const left = await tx
      .selectDistinct({ exportId: exportPieces.exportId })
      .from(exportPieces)
      .innerJoin(allExports, eq(allExports.id, exportPieces.exportId))
      .where(lt(allExports.removedAt, sql`now() - interval '1 hour'`))
    await enqueue('remove-export', ...old, ...left)
  })
  await db.delete(allExports).where(lt(allExports.finishedAt, before(bounds.auditDays)))
}

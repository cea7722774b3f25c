import { randomBytes } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Reason } from '../invoices/invoices.table.ts'
import type { Work } from '../work.ts'
import { progressOf } from './export-json.ts'
import { allExports, type Export, type ExportId, unfinished } from './exports.table.ts'

/** Where a piece is in the store: runs don't write over each other. */
export const pieceKey = (id: ExportId, run: string, number: number) => `exports/${id}/${run}-${number}`

/** Takes an export over from whoever worked on it before; undefined where there is nothing left to do. */
export async function claimExport(
  { transact, files }: Pick<Deps, 'transact' | 'files'>,
  id: ExportId,
  worker: number,
): Promise<Export | undefined> {
  const claimed = await transact(async (work) => {
    const [before] = await work.tx
      .select()
      .from(allExports)
      .where(and(eq(allExports.id, id), inArray(allExports.status, unfinished)))
      .for('update')
    if (!before) return undefined
    const [row] = await work.tx
      .update(allExports)
      .set({
        status: 'running',
        run: randomBytes(8).toString('hex'),
        heldBy: worker,
        attempts: before.attempts + 1,
        packing: 0,
        startedAt: sql`coalesce(started_at, now())`,
      })
      .where(eq(allExports.id, id))
      .returning()
    work.announce(progressOf(row!, before.status))
    return { before, row: row! }
  })
  // stored by a run that died before it could say so
  const { run, pieces } = claimed?.before ?? {}
  if (run && pieces !== undefined) await files.remove(pieceKey(id, run, pieces + 1))
  return claimed?.row
}

export type Changes = PgUpdateSetSource<typeof allExports>

/** Takes an export a step further, if this run still has it, and says so. */
export async function advance(work: Work, { id, run }: Export, changes: Changes): Promise<Export> {
  const [row] = await work.tx.update(allExports).set(changes).where(heldBy({ id, run })).returning()
  if (!row) throw movedOn()
  work.announce(progressOf(row, 'running'))
  return row
}

const heldBy = ({ id, run }: Pick<Export, 'id' | 'run'>) =>
  and(eq(allExports.id, id), eq(allExports.run, run!), eq(allExports.status, 'running'))

export async function isStillOurs(db: Db, task: Export) {
  const rows = await db.select({ id: allExports.id }).from(allExports).where(heldBy(task))
  return rows.length > 0
}

/** Ends an export for good, with the reason; if it was ended meanwhile, that stands. */
export const failExport = ({ transact }: Pick<Deps, 'transact'>, id: ExportId, { code, message }: Reason) =>
  transact(async (work) => {
    const [row] = await work.tx
      .update(allExports)
      .set({
        status: 'failed',
        error: { code, message },
        packing: 0,
        eta: null,
        finishedAt: sql`now()`,
        removedAt: sql`now()`,
      })
      .where(and(eq(allExports.id, id), inArray(allExports.status, unfinished)))
      .returning()
    if (!row) return
    await work.enqueue('remove-export', { exportId: id })
    work.announce(progressOf(row, 'running'))
  })

const movedOnCode = 'EXPORT_MOVED_ON'
export const movedOn = () =>
  new AppError(
    'conflict',
    {
      es: 'Esta exportación se canceló o la lleva otro.',
      en: 'This export was cancelled, or another has it.',
    },
    { code: movedOnCode },
  )

/** It was cancelled, or another run has taken it over: there is nothing left to do here. */
export const isMovedOn = (error: unknown) => error instanceof AppError && error.code === movedOnCode

import { eq, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { databaseFault } from '../db/database-faults.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Reason } from '../invoices/invoices.table.ts'
import type { JobRun } from '../queue/queue.ts'
import { advance, claimExport, failExport, isMovedOn } from './advance-export.ts'
import { type Export, type ExportId, exportPieces } from './exports.table.ts'
import { finishExport } from './finish-export.ts'
import { packDocuments } from './pack-documents.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Source } from './source.ts'
import { watchLoss } from './watch-loss.ts'
import { writeDataFile } from './write-data-file.ts'

type RunDeps = Pick<Deps, 'db' | 'files' | 'transact' | 'log'> & {
  openSource(task: Export): Source
}

/**
 * Works on an export for a turn, from where the last run came to. Each step is a commit: whoever takes over after a crash
 * does the step again that was under way, and nothing else.
 */
export async function runExport(deps: RunDeps, id: ExportId, run: JobRun) {
  const task = await claimExport(deps, id, run.worker)
  if (!task) return
  try {
    if (task.attempts > bounds.exportAttempts) throw new AppError('gone', gaveUp, { code: 'GAVE_UP' })
    await takeTurn(deps, task, run.signal)
  } catch (error) {
    if (isMovedOn(error)) return
    // handed back: whoever has it now decides
    if (run.signal.aborted) throw error
    const { reason, canPass } = explain(error)
    const over = run.isLast || !canPass
    deps.log.warn('export attempt failed', { export: id, code: reason.code, over, error })
    if (!over) throw error
    await failExport(deps, id, reason)
  }
}

async function takeTurn(deps: RunDeps, claimed: Export, handedBack: AbortSignal) {
  const source = deps.openSource(claimed)
  const progress = createProgress(deps, claimed)
  const loss = watchLoss(deps, claimed)
  const signal = AbortSignal.any([handedBack, loss.signal])
  const until = performance.now() + bounds.exportTurnMs
  try {
    for (let task = claimed; task.status === 'running'; ) {
      signal.throwIfAborted()
      task = await takeStep(deps, task, source, progress, signal)
      if (task.status === 'running' && performance.now() > until) return await handOn(deps, task)
    }
  } finally {
    loss.stop()
  }
}

async function takeStep(
  deps: RunDeps,
  task: Export,
  source: Source,
  progress: Progress,
  signal: AbortSignal,
): Promise<Export> {
  if (!task.listed) return source.list(task, signal)
  if (source.hasFiles && task.done + task.failed < task.total)
    return packDocuments(deps, task, source, progress, signal)
  const written = await listWritten(deps, task)
  const next = source.dataFiles.find((file) => !written.includes(file))
  if (next) return writeDataFile(deps, task, next, source, progress, signal)
  return finishExport(deps, task, source.hasFiles)
}

const listWritten = async ({ db }: RunDeps, { id }: Export) => {
  const rows = await db
    .select({ dataFile: exportPieces.dataFile })
    .from(exportPieces)
    .where(eq(exportPieces.exportId, id))
  return rows.map(({ dataFile }) => dataFile)
}

/** Goes to the end of the queue, so that a large export does not hold up small ones. */
const handOn = ({ transact }: RunDeps, task: Export) =>
  transact(async (work) => {
    await advance(work, task, { heldBy: sql`null` })
    await work.enqueue('run-export', { exportId: task.id })
  })

function explain(error: unknown): { reason: Reason; canPass: boolean } {
  const known = error instanceof AppError ? error : databaseFault(error)
  if (!known) return { reason: { code: 'INTERNAL', message: stumbled }, canPass: false }
  return { reason: { code: known.code, message: known.text }, canPass: known.kind === 'unavailable' }
}

const stumbled = {
  es: 'Folio tropezó con esta exportación. El administrador encuentra la causa en el registro.',
  en: 'Folio stumbled over this export. The administrator finds the cause in the log.',
}
const gaveUp = {
  es: 'La exportación interrumpió el proceso una y otra vez, y Folio dejó de intentarlo.',
  en: 'The export ended the process again and again, and Folio stopped trying.',
}

import { asc, eq, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { directoryEnd } from '../zip/zip-records.ts'
import { failExport } from './advance-export.ts'
import { type Export, exportPieces } from './exports.table.ts'
import { storePiece } from './store-piece.ts'

/** Ends the archive with its directory, and the export with what became of its documents. */
export async function finishExport(
  deps: Pick<Deps, 'db' | 'files' | 'transact'>,
  task: Export,
  hasFiles: boolean,
): Promise<Export> {
  const done = hasFiles ? task.done : task.total
  if (task.failed > 0 && done === 0) {
    await failExport(deps, task.id, nothingThere)
    return { ...task, status: 'failed' }
  }
  return storePiece(deps, task, directoryOf(deps, task), () => ({
    directory: Buffer.alloc(0),
    entries: 0,
    changes: {
      done,
      status: task.failed ? 'partial' : 'done',
      eta: null,
      finishedAt: sql`now()`,
    },
  }))
}

async function* directoryOf({ db }: Pick<Deps, 'db'>, { id, bytes: offset }: Export) {
  const pieces = await db
    .select({ number: exportPieces.number, entries: exportPieces.entries })
    .from(exportPieces)
    .where(eq(exportPieces.exportId, id))
    .orderBy(asc(exportPieces.number))
  let [entries, bytes] = [0, 0]
  for (const piece of pieces.filter((each) => each.entries)) {
    const [row] = await db
      .select({ directory: exportPieces.directory })
      .from(exportPieces)
      .where(sql`${exportPieces.exportId} = ${id} and ${exportPieces.number} = ${piece.number}`)
    entries += piece.entries
    bytes += row!.directory.length
    yield row!.directory
  }
  yield directoryEnd({ entries, bytes, offset })
}

const nothingThere = {
  code: 'NOTHING_EXPORTED',
  message: {
    es: 'No se pudo exportar ningún documento; de cada uno se dice por qué.',
    en: 'None of the documents could be exported; each says why.',
  },
}

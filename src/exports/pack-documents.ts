import { crc32 } from 'node:zlib'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Reason } from '../invoices/invoices.table.ts'
import { directoryLine, localHeader } from '../zip/zip-records.ts'
import { archiveName } from './archive-name.ts'
import { type Export, type ExportDocument, exportDocuments } from './exports.table.ts'
import { fetchAhead } from './fetch-ahead.ts'
import type { Progress } from './progress.ts'
import type { Fetched, FetchedFile, Source } from './source.ts'
import { storePiece } from './store-piece.ts'

interface Outcome {
  position: number
  files: string[]
  reason: Reason | null
}

/** Packs the next documents into one piece: as many as a piece takes, and none for longer than a piece may. */
export async function packDocuments(
  deps: Pick<Deps, 'db' | 'files' | 'transact'>,
  task: Export,
  source: Source,
  progress: Progress,
  signal: AbortSignal,
): Promise<Export> {
  const documents = await listNext(deps, task)
  const fetch = await source.open(documents)
  const outcomes: Outcome[] = []
  const directory: Buffer[] = []
  const until = performance.now() + bounds.exportPiece.ms
  let bytes = 0

  const enough = () => bytes >= bounds.exportPiece.bytes || performance.now() >= until
  const fetching = async (document: ExportDocument) => ({ document, fetched: await fetch(document, signal) })

  async function* pack() {
    try {
      for await (const { document, fetched } of fetchAhead(documents, bounds.exportReads, fetching, enough)) {
        signal.throwIfAborted()
        const names = namesOf(task, document, fetched)
        for (const [index, name] of names.entries()) yield* packFile(name, fetched.files[index]!)
        outcomes.push({ position: document.position, files: names, reason: fetched.reason ?? null })
        await progress.tell(task, task.done + task.failed + outcomes.length)
      }
    } catch (error) {
      // what has come by now need not come again; the next piece finds out whether its source is back
      if (!outcomes.length || !isAway(error)) throw error
    }
  }

  function* packFile(name: string, { bytes: content, at }: FetchedFile) {
    const size = content.length
    const measures = { crc: crc32(content), sizeBytes: size, packedBytes: size }
    const record = { name, method: 'stored', ...measures, at } as const
    const header = localHeader(record)
    directory.push(directoryLine(record, task.bytes + bytes))
    bytes += header.length + size
    yield header
    yield content
  }

  return storePiece(deps, task, pack(), async (work) => {
    await keepOutcomes(work.tx, task, outcomes)
    const failed = outcomes.filter(({ reason }) => reason).length
    return {
      directory: Buffer.concat(directory),
      entries: directory.length,
      changes: { done: task.done + outcomes.length - failed, failed: task.failed + failed },
    }
  })
}

const isAway = (error: unknown) => error instanceof AppError && error.kind === 'unavailable'

const listNext = ({ db }: Pick<Deps, 'db'>, { id, done, failed }: Export) =>
  db
    .select()
    .from(exportDocuments)
    .where(and(eq(exportDocuments.exportId, id), gt(exportDocuments.position, done + failed)))
    .orderBy(asc(exportDocuments.position))
    .limit(bounds.exportPiece.documents)

function namesOf(task: Export, document: ExportDocument, { files }: Fetched) {
  const taken = new Set<string>()
  return files.map((file) => archiveName(task, document, file, taken))
}

const keepOutcomes = (tx: Tx, { id }: Export, outcomes: Outcome[]) =>
  tx.execute(sql`
    update export_documents as document set files = outcome.files, reason = outcome.reason
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::text::jsonb)
      as outcome (position integer, files jsonb, reason jsonb)
    where document.export_id = ${id} and document.position = outcome.position`)

import { and, asc, eq } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { type ExportId, exportPieces } from './exports.table.ts'

type ArchiveDeps = Pick<Deps, 'db' | 'files'>

/** The bytes of an archive from `start` to `end`, both included: its pieces one after the other, as they are taken. */
export function streamArchive(deps: ArchiveDeps, id: ExportId, range?: { start: number; end: number }) {
  const chunks = read(deps, id, range ?? { start: 0, end: Number.MAX_SAFE_INTEGER })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => void (await chunks.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}

async function* read(
  { db, files }: ArchiveDeps,
  id: ExportId,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array, void> {
  const { number, bytes, key } = exportPieces
  const pieces = await db
    .select({ number, bytes, key })
    .from(exportPieces)
    .where(eq(exportPieces.exportId, id))
    .orderBy(asc(number))
  let offset = 0
  for (const piece of pieces) {
    const part = {
      start: Math.max(0, start - offset),
      end: Math.min(piece.bytes - 1, end - offset),
    }
    offset += piece.bytes
    if (part.start > part.end) continue
    if (piece.key) yield* files.stream(piece.key, part)
    else yield (await contentOf(db, id, piece.number)).subarray(part.start, part.end + 1)
  }
}

async function contentOf(db: Deps['db'], id: ExportId, number: number) {
  const [row] = await db
    .select({ content: exportPieces.content })
    .from(exportPieces)
    .where(and(eq(exportPieces.exportId, id), eq(exportPieces.number, number)))
  return row?.content ?? new Uint8Array()
}

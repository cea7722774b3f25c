import type { Deps } from '../deps.ts'
import type { Work } from '../work.ts'
import { advance, type Changes, isMovedOn, pieceKey } from './advance-export.ts'
import { type Export, exportPieces } from './exports.table.ts'

type StoreDeps = Pick<Deps, 'files' | 'transact'>

/** What a piece is about, told in the commit that makes it part of the archive. */
interface Facts {
  /** What stands before its bytes. */
  head?: Buffer
  directory: Buffer
  entries: number
  dataFile?: string
  changes: Changes
}

/**
 * Stores what comes as the next piece of an archive: first the bytes, durably, then in one commit the rows that make them
 * part of it. If this run has lost the export meanwhile, nothing of it stays.
 */
export async function storePiece(
  { files, transact }: StoreDeps,
  task: Export,
  content: AsyncIterable<Uint8Array>,
  facts: (work: Work, sizeBytes: number) => Promise<Facts> | Facts,
): Promise<Export> {
  const staged = await files.stage(content, Number.MAX_SAFE_INTEGER)
  const { sizeBytes } = staged
  const key = pieceKey(task.id, task.run!, task.pieces + 1)
  try {
    if (sizeBytes) await staged.keep(key)
    return await transact(async (work) => {
      const { head, changes, ...facets } = await facts(work, sizeBytes)
      const pieces = [
        ...(head ? [{ bytes: head.length, content: head }] : []),
        ...(sizeBytes ? [{ bytes: sizeBytes, key }] : []),
      ]
      const bytes = (head?.length ?? 0) + sizeBytes
      const row = await advance(work, task, {
        ...changes,
        pieces: task.pieces + pieces.length,
        bytes: task.bytes + bytes,
        packing: 0,
        attempts: 0,
      })
      for (const [index, piece] of pieces.entries())
        await work.tx.insert(exportPieces).values({
          exportId: task.id,
          number: task.pieces + 1 + index,
          ...piece,
          ...(index === 0 ? facets : { directory: Buffer.alloc(0), entries: 0 }),
        })
      return row
    })
  } catch (error) {
    // a commit whose fate is unknown is looked into by the next run
    if (isMovedOn(error)) await files.remove(key)
    throw error
  } finally {
    await staged.discard()
  }
}

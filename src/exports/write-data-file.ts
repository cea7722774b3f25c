import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import type { Deps } from '../deps.ts'
import { directoryLine, localHeader } from '../zip/zip-records.ts'
import type { DataFile } from './export-request.ts'
import type { Export } from './exports.table.ts'
import type { Progress } from './progress.ts'
import type { Source } from './source.ts'
import { storePiece } from './store-piece.ts'

const names: Record<DataFile, string> = {
  json: 'data.json',
  csv: 'data.csv',
  xlsx: 'data.xlsx',
  ndjson: 'data.ndjson',
  lines: 'lines.csv',
  journal: 'journal.csv',
}

/** Writes one file of data, packed as it is made: its header, which says how large it became, is a piece before it. */
export async function writeDataFile(
  deps: Pick<Deps, 'files' | 'transact'>,
  task: Export,
  file: DataFile,
  source: Source,
  progress: Progress,
  signal: AbortSignal,
): Promise<Export> {
  const index = source.dataFiles.indexOf(file)
  const content = await source.write(task, file, async (rows) => {
    signal.throwIfAborted()
    await progress.tell(task, positionOf(task, source, index, rows))
  })
  const measured = { crc: 0, sizeBytes: 0 }
  return storePiece(deps, task, deflated(content, measured), (_, packedBytes) => {
    const record = {
      name: names[file],
      method: 'deflated',
      ...measured,
      packedBytes,
      at: new Date(),
    } as const
    return {
      head: localHeader(record),
      directory: directoryLine(record, task.bytes),
      entries: 1,
      dataFile: file,
      changes: {},
    }
  })
}

/** Where there is nothing to fetch, the rows of all files are what is to be done. */
const positionOf = ({ total }: Export, { hasFiles, dataFiles }: Source, index: number, rows: number) =>
  hasFiles ? total : Math.floor((index * total + rows) / dataFiles.length)

async function* deflated(content: ReadableStream<Uint8Array>, measured: { crc: number; sizeBytes: number }) {
  const deflate = createDeflateRaw()
  const measuring = async function* () {
    for await (const chunk of content) {
      measured.crc = crc32(chunk, measured.crc)
      measured.sizeBytes += chunk.length
      yield chunk
    }
  }
  // its failure shows on `deflate`
  const done = pipeline(Readable.from(measuring()), deflate).catch(() => {})
  yield* deflate as AsyncIterable<Uint8Array>
  await done
}

import { AppError } from '../errors.ts'
import { type Export, hasArchive, unfinished } from './exports.table.ts'

/** The archive of an export as a file, or why there is none. It never changes, so the export says which it is. */
export function readyArchive(row: Export) {
  const { id, source, status, bytes, finishedAt } = row
  if (!hasArchive(row)) throw unfinished.includes(status) ? notReady(status) : notKept()
  const day = (finishedAt ?? row.createdAt).toISOString().slice(0, 10)
  return {
    filename: `${source}-${day}-${id}.zip`,
    contentType: 'application/zip',
    etag: `export-${id}-${bytes}`,
    bytes,
  }
}

const notReady = (status: string) =>
  new AppError(
    'conflict',
    { es: 'La exportación aún no ha terminado.', en: 'The export is not finished yet.' },
    { code: 'NOT_READY', extra: { current_status: status } },
  )

const notKept = () =>
  new AppError(
    'gone',
    { es: 'Este archivo ya no se conserva.', en: 'This archive is not kept any more.' },
    { code: 'NOT_KEPT' },
  )

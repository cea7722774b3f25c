import type { Reason } from '../invoices/invoices.table.ts'
import type { DataFile } from './export-request.ts'
import type { Export, ExportDocument } from './exports.table.ts'

/** One document: its files, which may be none where data is all there is, and what went wrong with it. */
export interface Fetched {
  files: FetchedFile[]
  reason?: Reason
}
export interface FetchedFile {
  /** What it is called, below the folder that is its kind. */
  name: string
  folder: 'documents' | 'einvoices'
  bytes: Uint8Array
  at: Date
}

/** Where the documents of an export come from. */
export interface Source {
  /** Whether there is something to fetch of each document, or their data is all that was asked for. */
  hasFiles: boolean
  dataFiles: DataFile[]
  /** Goes on finding out which documents there are: a step, in one commit. */
  list(task: Export, signal: AbortSignal): Promise<Export>
  /** How to fetch each of these; nothing of one comes in the way of another. */
  open(
    documents: ExportDocument[],
  ): Promise<(document: ExportDocument, signal: AbortSignal) => Promise<Fetched>>
  /** A file of the data of all documents, made as it is read; `seen` hears how many rows were written. */
  write(
    task: Export,
    file: DataFile,
    seen: (rows: number) => Promise<void>,
  ): Promise<ReadableStream<Uint8Array>>
}

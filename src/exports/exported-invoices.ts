import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { emptyInvoice, type InvoiceData } from '../invoices/invoice-data.ts'
import { type Invoice, invoices } from '../invoices/invoices.table.ts'
import { type Export, exportDocuments } from './exports.table.ts'

/** So many at a time that the way to the database does not count, and so few that memory stays flat. */
const batch = 1_000

const { id, status, source, filename, sha256, createdAt, processedAt, previewData, finalData } = invoices

/** What an export asks of an invoice. */
export const exportedColumns = {
  id,
  status,
  source,
  filename,
  sha256,
  createdAt,
  processedAt,
  previewData,
  finalData,
}
export type ExportedInvoice = Pick<Invoice, keyof typeof exportedColumns>

/** An invoice and where it is in the archive. */
export interface PackedInvoice extends ExportedInvoice {
  /** The original, if it is there. */
  document: string | null
  /** Final, or the preview while there is none. */
  data: InvoiceData
}

/** The invoices of an export in its order; what was deleted meanwhile is not among them. */
export async function* exportedInvoices(
  db: Db,
  { id: exportId }: Export,
  seen: (rows: number) => Promise<void>,
): AsyncGenerator<PackedInvoice[], void> {
  for (let last = 0; ; ) {
    const documents = await db
      .select()
      .from(exportDocuments)
      .where(and(eq(exportDocuments.exportId, exportId), gt(exportDocuments.position, last)))
      .orderBy(asc(exportDocuments.position))
      .limit(batch)
    if (!documents.length) return
    const ids = documents.map(({ documentId }) => Number(documentId))
    const rows = await db.select(exportedColumns).from(invoices).where(inArray(id, ids)).orderBy(asc(id))
    const files = new Map(documents.map((document) => [document.documentId, document.files]))
    yield rows.map((row) => ({
      ...row,
      document: files.get(String(row.id))?.find((name) => name.startsWith('documents/')) ?? null,
      data: row.finalData ?? row.previewData ?? emptyInvoice,
    }))
    last = documents.at(-1)!.position
    await seen(last)
  }
}

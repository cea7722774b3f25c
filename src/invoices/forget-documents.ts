import { and, isNull, type SQL, sql } from 'drizzle-orm'
import type { Work } from '../work.ts'
import { type Invoice, invoices, settled } from './invoices.table.ts'

/** Whether the document itself can be had; what it says may be known without it. */
export const hasDocument = <One extends Pick<Invoice, 'sha256' | 'documentRemovedAt'>>(
  invoice: One,
): invoice is One & { sha256: string } => invoice.sha256 !== null && invoice.documentRemovedAt === null

/** From this commit on the documents of these invoices are not there any more; what they say and their fields stay. */
export async function forgetDocuments(work: Work, which: SQL) {
  const forgotten = await work.tx
    .update(settled)
    .set({ documentRemovedAt: sql`now()` })
    .where(and(which, isNull(invoices.documentRemovedAt)))
    .returning({ sha256: invoices.sha256 })
  const documents = new Set(forgotten.flatMap(({ sha256 }) => sha256 ?? []))
  await work.enqueue('remove-document', ...[...documents].map((sha256) => ({ sha256 })))
}

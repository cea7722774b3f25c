import { eq } from 'drizzle-orm'
import { type Invoice, invoices, settled } from '../invoices/invoices.table.ts'
import { beginInvoices } from '../invoices/move-invoice.ts'
import type { Work } from '../work.ts'

/**
 * Brings in the other invoices of a file, each as one of its own and each once: in the commit of the move that tells
 * how many there are, which holds the first one, and beyond those that are known to it already.
 */
export async function beginOtherParts(work: Work, first: Invoice, parts: number) {
  if (first.part > 1 || parts < 2) return
  const itself = eq(invoices.id, first.id)
  const [before] = await work.tx.select({ parts: invoices.parts }).from(invoices).where(itself)
  const known = before?.parts ?? parts
  if (known >= parts) return
  await work.tx.update(settled).set({ parts }).where(itself)
  const { accountId, source, filename, contentType, sizeBytes, sha256, duplicateKey } = first
  const row = { accountId, source, filename, contentType, sizeBytes, sha256, duplicateKey, parts }
  const rows = Array.from({ length: parts - known }, (_, more) => ({ ...row, part: known + 1 + more }))
  await beginInvoices(work, rows, 'folio')
}

import { eq } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { findPages } from '../invoices/pages.ts'
import { oneShotCalls } from './one-shot-calls.table.ts'
import { withoutRepeats } from './without-repeats.ts'

/** What an invoice's pages say; each line once where its sender has put several captures together. */
export async function pagesToExtract({ db }: Pick<Deps, 'db'>, { id, source, sha256 }: Invoice) {
  const pages = sha256 ? await findPages(db, sha256) : []
  const [call] =
    source === 'ocr_v4'
      ? await db.select({ mode: oneShotCalls.mode }).from(oneShotCalls).where(eq(oneShotCalls.invoiceId, id))
      : []
  // photos of a guided capture may overlap as well
  const isCombined = call?.mode === 2 || (source === 'session' && pages.length > 1)
  return isCombined ? { ...withoutRepeats(pages), isCombined } : { pages, isCombined }
}

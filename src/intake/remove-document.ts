import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { documentKey, pictureKey } from '../files/files.ts'
import { invoices, pageWords } from '../invoices/invoices.table.ts'

/**
 * Removes a document, its text and its pictures once no invoice needs them any more; the text stays where an invoice lives
 * on without its document. The files go while the lock is
 * held, though that makes a transaction wait for the store: see the other half in `receive-document.ts`.
 */
export async function removeDocument({ transact, files }: Pick<Deps, 'transact' | 'files'>, sha256: string) {
  await transact(async ({ tx }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`)
    const isThere = async (condition?: SQL) => {
      const ofDocument = and(eq(invoices.sha256, sha256), condition)
      return (await tx.select({ id: invoices.id }).from(invoices).where(ofDocument).limit(1)).length > 0
    }
    if (await isThere(isNull(invoices.documentRemovedAt))) return
    const ofPages = eq(pageWords.sha256, sha256)
    const pages = { page: pageWords.page }
    const read = (await isThere())
      ? await tx.update(pageWords).set({ pictureBytes: null }).where(ofPages).returning(pages)
      : await tx.delete(pageWords).where(ofPages).returning(pages)
    await files.remove(documentKey(sha256))
    for (const page of new Set([1, ...read.map((row) => row.page)]))
      await files.remove(pictureKey(sha256, page))
  })
}

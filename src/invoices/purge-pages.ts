import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'

/**
 * Forgets what pages say where nobody will ask: a page that a newer recipe has read as well, and documents that
 * have had no invoice for some time. All of it can be read again.
 */
export async function purgePages({ db }: Pick<Deps, 'db'>, atOnce: number = bounds.pagesPerPurge) {
  const remove = (which: SQL) =>
    db.execute(sql`delete from page_words where (sha256, recipe, page) in (
      select sha256, recipe, page from page_words as old where ${which} order by created_at limit ${atOnce})`)
  // Page by page: while a document is being read again, its other pages are known by the older recipe only.
  await remove(sql`exists (
    select from page_words as newer
    where newer.sha256 = old.sha256 and newer.page = old.page and newer.recipe > old.recipe)`)
  await remove(sql`created_at < now() - make_interval(hours => ${bounds.orphanHours})
    and not exists (select from invoices where invoices.sha256 = old.sha256)`)
}

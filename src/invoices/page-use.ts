import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

/** To the day is near enough, and costs next to no writes. */
const isOld = sql`used_at < now() - interval '1 day'`

/** Notes that a document's pages are needed, so that others are forgotten before them. */
export async function notePagesUsed(db: Db, sha256: string) {
  await db.execute(sql`update page_words set used_at = now() where sha256 = ${sha256} and ${isOld}`)
}

/** Notes that the picture of a page is needed, and its size; false where the page was not read yet. */
export async function notePictureUsed(db: Db, sha256: string, page: number, bytes: number) {
  const [row] = await db.execute<{ known: boolean }>(sql`
    with newest as (
      select recipe, picture_bytes, used_at from page_words
      where sha256 = ${sha256} and page = ${page} order by recipe desc limit 1),
    noted as (
      update page_words set picture_bytes = ${bytes}, used_at = now() from newest
      where page_words.sha256 = ${sha256} and page_words.page = ${page} and page_words.recipe = newest.recipe
      and (newest.picture_bytes is distinct from ${bytes} or newest.used_at < now() - interval '1 day'))
    select exists (select from newest) as known`)
  return row?.known ?? false
}

/** The pages that have a picture since an older recipe read them. */
export async function listPicturesBefore(db: Db, sha256: string, recipe: number): Promise<Set<number>> {
  const rows = await db.execute<{ page: number }>(sql`
    select page from page_words where sha256 = ${sha256} and recipe < ${recipe} and picture_bytes is not null`)
  return new Set(rows.map(({ page }) => page))
}

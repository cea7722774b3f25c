import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import { pageWords } from './invoices.table.ts'
import type { PageOfWords, Turn } from './words.ts'

/** Keeps one page as it was read; the same page again changes nothing. */
export const savePage = (tx: Tx, sha256: string, recipe: number, page: PageOfWords, pages: number) =>
  tx
    .insert(pageWords)
    .values({ ...page, sha256, recipe, pages })
    .onConflictDoNothing()

/** The pages of a document read so far by this recipe, and how many it has in all. */
export async function listPagesRead(db: Db, sha256: string, recipe: number) {
  const rows = await db
    .select({ page: pageWords.page, pages: pageWords.pages })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.recipe, recipe)))
  return { read: new Set(rows.map(({ page }) => page)), pages: rows[0]?.pages }
}

/** What a document's pages say, by the newest recipe that has read it. */
export async function findPages(db: Db, sha256: string): Promise<PageOfWords[]> {
  const newest = sql`(select max(recipe) from page_words where sha256 = ${sha256})`
  return db
    .select({
      page: pageWords.page,
      width: pageWords.width,
      height: pageWords.height,
      source: pageWords.source,
      turn: pageWords.turn,
      words: pageWords.words,
      codes: pageWords.codes,
    })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.recipe, newest)))
    .orderBy(asc(pageWords.page))
}

/** How a page was turned for reading, for its picture to be turned alike; a page not read yet stands as it is. */
export async function findTurn(db: Db, sha256: string, page: number): Promise<Turn> {
  const [row] = await db
    .select({ turn: pageWords.turn })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.page, page)))
    .orderBy(desc(pageWords.recipe))
    .limit(1)
  return row?.turn ?? 0
}

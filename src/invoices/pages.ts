import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import { pageWords } from './invoices.table.ts'
import type { PageOfWords, Upright } from './words.ts'

interface PageToSave {
  sha256: string
  recipe: number
  pages: number
  page: PageOfWords
  pictureBytes?: number | undefined
}

/** Keeps one page as it was read. The same page again changes nothing, unless it was lost or forgotten meanwhile. */
export const savePage = (tx: Tx, { sha256, recipe, pages, page, pictureBytes }: PageToSave) => {
  const { skew = 0, failure = null, ...read } = page
  const values = { ...read, skew, failure, sha256, recipe, pages, pictureBytes }
  return tx
    .insert(pageWords)
    .values(values)
    .onConflictDoUpdate({
      target: [pageWords.sha256, pageWords.recipe, pageWords.page],
      set: { ...values, usedAt: sql`now()` },
      setWhere: sql`page_words.words is null or page_words.failure is not null`,
    })
}

/** The pages of a document read so far by this recipe, and how many it has in all. What was lost may be tried again. */
export async function listPagesRead(db: Db, sha256: string, recipe: number) {
  const rows = await db
    .select({ page: pageWords.page, pages: pageWords.pages })
    .from(pageWords)
    .where(
      and(
        eq(pageWords.sha256, sha256),
        eq(pageWords.recipe, recipe),
        isNotNull(pageWords.words),
        isNull(pageWords.failure),
      ),
    )
  return { read: new Set(rows.map(({ page }) => page)), pages: rows[0]?.pages }
}

/** What a document's pages say, by the newest recipe that has read it. */
export async function findPages(db: Db, sha256: string): Promise<PageOfWords[]> {
  const newest = sql`(select max(recipe) from page_words where sha256 = ${sha256} and words is not null)`
  const rows = await db
    .select({
      page: pageWords.page,
      width: pageWords.width,
      height: pageWords.height,
      source: pageWords.source,
      turn: pageWords.turn,
      skew: pageWords.skew,
      words: pageWords.words,
      codes: pageWords.codes,
      failure: pageWords.failure,
    })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.recipe, newest)))
    .orderBy(asc(pageWords.page))
  return rows.map(({ failure, words, ...page }) => ({
    ...page,
    words: words ?? [],
    ...(failure && { failure }),
  }))
}

/** How a page was set upright for reading, for its picture to be set alike; nothing of a page not read yet. */
export async function findUpright(db: Db, sha256: string, page: number): Promise<Upright | undefined> {
  const [row] = await db
    .select({ turn: pageWords.turn, skew: pageWords.skew })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.page, page)))
    .orderBy(desc(pageWords.recipe))
    .limit(1)
  return row
}

/** What one page says; nothing where it was not read yet, or forgotten. */
export async function findPageWords(db: Db, sha256: string, page: number) {
  const [row] = await db
    .select({ width: pageWords.width, height: pageWords.height, words: pageWords.words })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.page, page), isNotNull(pageWords.words)))
    .orderBy(desc(pageWords.recipe))
    .limit(1)
  return row
}

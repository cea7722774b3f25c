import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { pageWords } from './invoices.table.ts'

/** A page's shape, so that its picture has its place before it arrives. */
export interface PageSize {
  page: number
  width: number
  height: number
}

/** The pages read so far, in their order and without their words. */
export function listPageSizes(db: Db, sha256: string, limit: number): Promise<PageSize[]> {
  const newest = sql`(select max(recipe) from page_words where sha256 = ${sha256})`
  return db
    .select({ page: pageWords.page, width: pageWords.width, height: pageWords.height })
    .from(pageWords)
    .where(and(eq(pageWords.sha256, sha256), eq(pageWords.recipe, newest)))
    .orderBy(asc(pageWords.page))
    .limit(limit)
}

import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { pictureKey } from '../files/files.ts'

interface Limits {
  wordBytes: number
  pictureBytes: number
  /** Forgotten in one go. */
  atOnce: number
}

/** A store answers faster than one by one, and is not to be run over. */
const removedAtOnce = 8
/** Somebody is at it, or will be; or the document is not there to say it again. */
const isNeeded = sql`exists (select from invoices
  where invoices.sha256 = page_words.sha256
    and (invoices.status in ('processing', 'waiting_validation') or document_removed_at is not null))`

/**
 * Keeps what is kept of pages within its bounds: beyond them, the words and the pictures that were needed longest ago
 * are forgotten, but none of an unfinished invoice, or of one without its document. All else can be had again from the document.
 */
export async function evictPages(
  { db, files }: Pick<Deps, 'db' | 'files'>,
  limits: Limits = bounds.keptPages,
) {
  const { wordBytes, pictureBytes, atOnce } = limits
  const words = excess({
    is: sql`words is not null`,
    bytes: sql`pg_column_size(words)`,
    limit: wordBytes,
    atOnce,
  })
  await db.execute(sql`
    update page_words set words = null, codes = '[]' where (sha256, recipe, page) in (${words})`)
  const pictures = await db.execute<{ sha256: string; recipe: number; page: number }>(
    excess({
      is: sql`picture_bytes is not null`,
      bytes: sql`picture_bytes`,
      limit: pictureBytes,
      atOnce,
    }),
  )
  for (let at = 0; at < pictures.length; at += removedAtOnce) {
    const some = pictures.slice(at, at + removedAtOnce)
    await Promise.all(some.map(({ sha256, page }) => files.remove(pictureKey(sha256, page))))
    for (const { sha256, page } of some)
      await db.execute(
        sql`update page_words set picture_bytes = null where sha256 = ${sha256} and page = ${page}`,
      )
  }
}

/** The pages past which a kind of thing takes more than its limit, counted from the one needed last. */
const excess = ({ is, bytes, limit, atOnce }: { is: SQL; bytes: SQL; limit: number; atOnce: number }) => sql`
  select sha256, recipe, page from (
    select sha256, recipe, page, used_at,
      sum(${bytes}) over (order by used_at desc, sha256, recipe, page) as bytes
    from page_words where ${is}) as page_words
  where bytes > ${limit} and not ${isNeeded}
  order by used_at, sha256, recipe, page limit ${atOnce}`

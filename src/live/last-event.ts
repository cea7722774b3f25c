import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

/** The newest event there is: a page asked for it before its rows misses nothing that comes after. */
export async function lastEventId(db: Db): Promise<number> {
  const [row] = await db.execute<{ id: string | null }>(sql`select max(id) as id from events`)
  return Number(row?.id ?? 0)
}

import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../db/database.ts'
import { watchedPlaces } from '../arrivals.table.ts'
import type { Place } from '../watched-places.ts'

interface Mark {
  uidValidity: number
  uid: number
}

/** Remembers up to which mail everything is settled. It only ever rises, until the mailbox numbers its mails anew. */
export const passMark = (on: Db | Tx, { way, place }: Place, { uidValidity, uid }: Mark) =>
  on
    .update(watchedPlaces)
    .set({
      uidValidity,
      lastUid: sql`case when uid_validity = ${uidValidity} then greatest(last_uid, ${uid}) else ${uid} end`,
    })
    .where(and(eq(watchedPlaces.way, way), eq(watchedPlaces.place, place)))

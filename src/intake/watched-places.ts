import { and, eq, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Text } from '../language.ts'
import { type WatchedPlace, watchedPlaces } from './arrivals.table.ts'

export type Place = Pick<WatchedPlace, 'way' | 'place' | 'name'>

const isThis = ({ way, place }: Pick<Place, 'way' | 'place'>) =>
  and(eq(watchedPlaces.way, way), eq(watchedPlaces.place, place))

/** The place as it is known; made known where it is new. */
export async function findPlace(db: Db, place: Place): Promise<WatchedPlace> {
  const [known] = await db.select().from(watchedPlaces).where(isThis(place))
  if (known) return known
  await db.insert(watchedPlaces).values(place).onConflictDoNothing()
  return (await db.select().from(watchedPlaces).where(isThis(place)))[0]!
}

/** Remembers that somebody looked, and why in vain; written now and then only, for a folder is looked into all the time. */
export async function recordLook(db: Db, place: Place, failure: Text | null = null) {
  await db
    .insert(watchedPlaces)
    .values({ ...place, lookedAt: sql`now()`, failure })
    .onConflictDoUpdate({
      target: [watchedPlaces.way, watchedPlaces.place],
      set: {
        name: place.name,
        lookedAt: failure ? sql`watched_places.looked_at` : sql`now()`,
        failure: sql`excluded.failure`,
      },
      setWhere: sql`watched_places.failure is distinct from excluded.failure or watched_places.looked_at is null
        or watched_places.looked_at < now() - make_interval(secs => ${bounds.lookRecordedMs / 1000})`,
    })
}

/** The place that was last known by a name; one that nobody could look into yet is its name. */
export async function placeNamed(db: Db, way: Place['way'], name: string): Promise<Place> {
  const [known] = await db
    .select()
    .from(watchedPlaces)
    .where(and(eq(watchedPlaces.way, way), eq(watchedPlaces.name, name)))
    .orderBy(lastLooked)
    .limit(1)
  return { way, name, place: known?.place ?? name }
}

/** Every place that was ever looked into, as it was last known. */
export const listPlaces = (db: Db): Promise<WatchedPlace[]> =>
  db
    .selectDistinctOn([watchedPlaces.way, watchedPlaces.name])
    .from(watchedPlaces)
    .orderBy(watchedPlaces.way, watchedPlaces.name, lastLooked)

const lastLooked = sql`watched_places.looked_at desc nulls last`

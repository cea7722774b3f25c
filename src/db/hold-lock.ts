import type { Sql } from 'postgres'
import type { Db } from './database.ts'

/** The class of advisory locks by which one process of many does something alone. */
const lockClass = 4_711_005

/**
 * Does something if no other process is at it now; Postgres lets go of the lock when a process dies. It takes a
 * connection of the pool for as long as that lasts, so it is for what comes seldom.
 */
export async function alone(db: Db, what: string, work: () => Promise<void>): Promise<void> {
  const session = await (db as Db & { $client: Sql }).$client.reserve()
  try {
    const [row] = await session`select pg_try_advisory_lock(${lockClass}, hashtext(${what})) as held`
    if (!row?.held) return
    try {
      await work()
    } finally {
      // a connection that broke meanwhile has let go of it already
      await session`select pg_advisory_unlock(${lockClass}, hashtext(${what}))`.catch(() => {})
    }
  } finally {
    session.release()
  }
}

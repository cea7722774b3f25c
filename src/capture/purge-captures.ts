import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { removeCaptureFiles } from './capture-files.ts'
import { captureAttempts, captureSessions } from './captures.table.ts'

const isOld = lt(captureSessions.updatedAt, sql`now() - make_interval(hours => ${bounds.captureHours})`)

/** Forgets sessions nobody has gone on with, and their pictures; the invoices that they became have their own. */
export async function purgeCaptures({ db, transact, files }: Pick<Deps, 'db' | 'transact' | 'files'>) {
  const old = await db
    .select({ id: captureSessions.id })
    .from(captureSessions)
    .where(isOld)
    .orderBy(asc(captureSessions.updatedAt))
    .limit(bounds.capturesPerPurge)
  for (const { id } of old)
    await transact(async ({ tx }) => {
      // Held while its files go, so that nobody adds a picture meanwhile; one that breaks off is found again.
      const still = and(eq(captureSessions.id, id), isOld)
      const [session] = await tx.select().from(captureSessions).where(still).for('update')
      if (!session) return
      const attempts = await tx
        .select({ attempt: captureAttempts.attempt, picture: captureAttempts.picture })
        .from(captureAttempts)
        .where(eq(captureAttempts.sessionId, id))
      await removeCaptureFiles(files, id, attempts)
      await tx.delete(captureSessions).where(eq(captureSessions.id, id))
    })
}

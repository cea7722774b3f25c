import { and, asc, desc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import {
  type Attempt,
  type AttemptWithPage,
  captureAttempts,
  captureSessions,
  type Session,
} from './captures.table.ts'

/** One's own session; anybody else's does not exist. */
export async function findSession(db: Db, account: Account, id: string): Promise<Session> {
  const [session] = await listTheseSessions(db, account, [id])
  if (!session) throw noSuchSession()
  return session
}

export const listTheseSessions = (db: Db, account: Account, ids: string[]): Promise<Session[]> =>
  db
    .select()
    .from(captureSessions)
    .where(and(inArray(captureSessions.id, ids), eq(captureSessions.accountId, account.id)))

/** One's own sessions that still need a picture, the last first. */
export const listOpenSessions = (db: Db, account: Account, most: number): Promise<Session[]> =>
  db
    .select()
    .from(captureSessions)
    .where(
      and(
        eq(captureSessions.accountId, account.id),
        inArray(captureSessions.status, ['processing', 'needs_retry']),
      ),
    )
    .orderBy(desc(captureSessions.updatedAt))
    .limit(most)

const { page: _, ...facts } = getTableColumns(captureAttempts)

/** The attempts of some sessions, as they came; what their pictures say is long, and told only where it is wanted. */
export const listAttempts = (db: Db, ...sessionIds: string[]): Promise<Attempt[]> =>
  db
    .select(facts)
    .from(captureAttempts)
    .where(inArray(captureAttempts.sessionId, sessionIds))
    .orderBy(asc(captureAttempts.attempt))

export const listAttemptsWithPages = (db: Db, sessionId: string): Promise<AttemptWithPage[]> =>
  db
    .select()
    .from(captureAttempts)
    .where(eq(captureAttempts.sessionId, sessionId))
    .orderBy(asc(captureAttempts.attempt))

export const noSuchSession = () =>
  new AppError(
    'not-found',
    {
      es: 'No hay ninguna sesión con ese identificador, o ya caducó.',
      en: 'There is no session of that name, or it has expired.',
    },
    { code: 'NO_SUCH_SESSION' },
  )

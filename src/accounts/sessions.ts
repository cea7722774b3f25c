import { and, desc, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import { type Account, accounts, sessions } from './accounts.table.ts'
import { hashToken, newToken } from './secret.ts'

export interface OpenSession {
  token: string
  expiresAt: Date
}

/** Opens a session; its token was never anybody's before. */
export async function openSession(db: Db | Tx, accountId: number, browser: string): Promise<OpenSession> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + bounds.sessionDays * 86_400_000)
  await db
    .insert(sessions)
    .values({ tokenHash: hashToken(token), accountId, expiresAt, browser: browser.slice(0, 200) })
  return { token, expiresAt }
}

export interface Recognised {
  account: Account
  session: number
  /** The token that replaces the one that was brought. */
  renewed?: OpenSession
}

const secondsSince = (column: typeof sessions.renewedAt | typeof sessions.usedAt) =>
  sql<number>`extract(epoch from now() - ${column})::int`

/**
 * Who a session's token speaks for. Every day it is replaced; the one before counts until the new one has been brought, for
 * an answer may be lost on its way, and then a minute longer, for requests under way.
 */
export async function recogniseSession(db: Db, token: string): Promise<Recognised | undefined> {
  const hash = hashToken(token)
  const [found] = await db
    .select({
      account: accounts,
      session: sessions.id,
      expiresAt: sessions.expiresAt,
      isCurrent: sql<boolean>`${sessions.tokenHash} = ${hash}`,
      hasPrevious: sql<boolean>`${sessions.previousHash} is not null`,
      age: secondsSince(sessions.renewedAt),
      idle: secondsSince(sessions.usedAt),
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(
      and(
        or(eq(sessions.tokenHash, hash), eq(sessions.previousHash, hash)),
        gt(sessions.expiresAt, sql`now()`),
        isNull(accounts.disabledAt),
      ),
    )
  if (!found) return undefined
  const { account, session, expiresAt, isCurrent, hasPrevious, age, idle } = found
  const renewAfter = isCurrent ? bounds.sessionRenewHours * 3_600 : bounds.sessionOverlapSeconds
  if (age > renewAfter) {
    const fresh = await renew(db, session, hash, renewAfter)
    return { account, session, ...(fresh && { renewed: { token: fresh, expiresAt } }) }
  }
  const hasArrived = isCurrent && hasPrevious && age > bounds.sessionOverlapSeconds
  if (hasArrived || idle > bounds.lastUsedSeconds)
    await db
      .update(sessions)
      .set({ usedAt: sql`now()`, ...(hasArrived && { previousHash: null }) })
      .where(eq(sessions.id, session))
  return { account, session }
}

/** Who is signed in by a session that was recognised before; nobody once it has ended. */
export async function findSignedIn(db: Db, session: number): Promise<Account | undefined> {
  const [found] = await db
    .select({ account: accounts })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(and(eq(sessions.id, session), gt(sessions.expiresAt, sql`now()`), isNull(accounts.disabledAt)))
  return found?.account
}

/** Of requests that come at once one is given the new token. */
async function renew(db: Db, session: number, previousHash: Uint8Array, after: number) {
  const token = newToken()
  const { count } = await db
    .update(sessions)
    .set({ tokenHash: hashToken(token), previousHash, renewedAt: sql`now()`, usedAt: sql`now()` })
    .where(
      and(
        eq(sessions.id, session),
        lt(sessions.renewedAt, sql`now() - make_interval(secs => ${after}::int)`),
      ),
    )
  return count ? token : undefined
}

/** Where an account is signed in, the last used first. */
export const listSessions = (db: Db, accountId: number) =>
  db
    .select({
      id: sessions.id,
      browser: sessions.browser,
      createdAt: sessions.createdAt,
      usedAt: sessions.usedAt,
    })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.usedAt), desc(sessions.id))
    .limit(bounds.sessionsListed)
export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number]

export const closeSession = (db: Db, token: string) =>
  db
    .delete(sessions)
    .where(or(eq(sessions.tokenHash, hashToken(token)), eq(sessions.previousHash, hashToken(token))))

export const closeOneSession = (db: Db, accountId: number, session: number) =>
  db.delete(sessions).where(and(eq(sessions.accountId, accountId), eq(sessions.id, session)))

/** Signs an account out everywhere, but for one session if that is given. */
export const closeSessions = (db: Db | Tx, accountId: number, except?: number) =>
  db
    .delete(sessions)
    .where(and(eq(sessions.accountId, accountId), except === undefined ? undefined : ne(sessions.id, except)))

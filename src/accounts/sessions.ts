import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type Account, accounts, sessions, signInLinks } from './accounts.table.ts'
import { hashToken, newToken } from './secret.ts'

/** A link that signs in once, within the hour. */
export async function createSignInToken(db: Db, account: Account): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + bounds.signInLinkMinutes * 60_000)
  await db.insert(signInLinks).values({ tokenHash: hashToken(token), accountId: account.id, expiresAt })
  return token
}

/** Trades a one-time token for a session; the second to try comes too late. */
export async function openSession(db: Db, signInToken: string): Promise<{ token: string; expiresAt: Date }> {
  const [used] = await db
    .update(signInLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(signInLinks.tokenHash, hashToken(signInToken)),
        isNull(signInLinks.usedAt),
        gt(signInLinks.expiresAt, sql`now()`),
      ),
    )
    .returning()
  if (!used)
    throw new AppError('unauthenticated', {
      es: 'Este enlace ya se usó o ha caducado. Reinicia Folio para obtener otro.',
      en: 'This link was used or has expired. Restart Folio to get another.',
    })
  const token = newToken()
  const expiresAt = new Date(Date.now() + bounds.sessionDays * 86_400_000)
  await db.insert(sessions).values({ tokenHash: hashToken(token), accountId: used.accountId, expiresAt })
  return { token, expiresAt }
}

export async function accountOfSession(db: Db, token: string): Promise<Account | undefined> {
  const [row] = await db
    .select({ account: accounts })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(and(eq(sessions.tokenHash, hashToken(token)), gt(sessions.expiresAt, sql`now()`)))
  return row?.account
}

export const closeSession = (db: Db, token: string) =>
  db.delete(sessions).where(eq(sessions.tokenHash, hashToken(token)))

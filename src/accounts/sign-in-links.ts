import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type Account, accounts, signInLinks } from './accounts.table.ts'
import { hashToken, newToken } from './secret.ts'

const minutesInADay = 24 * 60

/** A link that signs in once, within the hour. */
export const createSignInToken = (db: Db, { id }: Pick<Account, 'id'>) =>
  createLink(db, id, { setsPassword: false, minutes: bounds.signInLinkMinutes })

/** A link with which somebody chooses a password, the first or a new one, and signs in; the one before counts no more. */
export async function createInvitation(db: Db, { id }: Pick<Account, 'id'>) {
  await forgetInvitations(db, id)
  return createLink(db, id, { setsPassword: true, minutes: bounds.invitationDays * minutesInADay })
}

async function createLink(db: Db, accountId: number, link: { setsPassword: boolean; minutes: number }) {
  const token = newToken()
  const expiresAt = new Date(Date.now() + link.minutes * 60_000)
  await db
    .insert(signInLinks)
    .values({ tokenHash: hashToken(token), accountId, expiresAt, setsPassword: link.setsPassword })
  return token
}

/** Where a link leads, below the address that browsers know Folio by. */
export const invitationAddress = (base: string, token: string) =>
  `${base.replace(/\/+$/, '')}/sign-in?token=${token}`

const isGood = (token: string) =>
  and(
    eq(signInLinks.tokenHash, hashToken(token)),
    isNull(signInLinks.usedAt),
    gt(signInLinks.expiresAt, sql`now()`),
  )

/** Whose link this is and what it is for, without using it up. */
export async function findLink(db: Db, token: string) {
  const [link] = await db
    .select({ account: accounts, setsPassword: signInLinks.setsPassword })
    .from(signInLinks)
    .innerJoin(accounts, eq(accounts.id, signInLinks.accountId))
    .where(and(isGood(token), isNull(accounts.disabledAt)))
  return link
}

/** Uses a link up; the second to try comes too late. */
export async function useLink(tx: Tx, token: string) {
  const [used] = await tx.update(signInLinks).set({ usedAt: sql`now()` }).where(isGood(token)).returning()
  if (!used) throw linkIsSpent()
  return used
}

export const forgetInvitations = (db: Db | Tx, accountId: number) =>
  db.delete(signInLinks).where(and(eq(signInLinks.accountId, accountId), eq(signInLinks.setsPassword, true)))

export const forgetLinks = (db: Db | Tx, accountId: number) =>
  db.delete(signInLinks).where(eq(signInLinks.accountId, accountId))

export const linkIsSpent = () =>
  new AppError('unauthenticated', {
    es: 'Este enlace ya se usó o ha caducado. Pide otro, o reinicia Folio para obtenerlo.',
    en: 'This link was used or has expired. Ask for another, or restart Folio to get one.',
  })

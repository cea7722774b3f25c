import { eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Account, passwords } from './accounts.table.ts'
import { hashPassword, isPassword, requireGoodPassword } from './password.ts'
import { closeSessions } from './sessions.ts'
import { forgetAttempts, takeAttempt } from './sign-in-attempts.ts'
import { forgetInvitations } from './sign-in-links.ts'

interface Change {
  /** The one until now; not asked of who has none. */
  current: string
  fresh: string
  address: string
  /** The session that stays; all others end. */
  session?: number
}

/** Changes somebody's own password, and signs out whoever else is signed in with the old one. */
export async function changePassword({ db }: Pick<Deps, 'db'>, account: Account, change: Change) {
  requireGoodPassword(change.fresh)
  await takeAttempt(db, account.subject, change.address)
  const known = await findPassword(db, account.id)
  if (known && !(await isPassword(change.current, known.hash)))
    throw new AppError(
      'invalid',
      { es: 'La contraseña actual no es esa.', en: 'That is not the current password.' },
      { code: 'WRONG_PASSWORD' },
    )
  await forgetAttempts(db, account.subject, change.address)
  const hash = await hashPassword(change.fresh)
  await db.transaction(async (tx) => {
    await storePassword(tx, account.id, hash)
    await closeSessions(tx, account.id, change.session)
  })
}

/** Keeps a password, and voids the links with which another could be chosen. */
export async function storePassword(tx: Tx, accountId: number, hash: string) {
  await tx
    .insert(passwords)
    .values({ accountId, hash })
    .onConflictDoUpdate({ target: passwords.accountId, set: { hash, setAt: sql`now()` } })
  await forgetInvitations(tx, accountId)
}

export async function findPassword(db: Db, accountId: number) {
  const [known] = await db.select().from(passwords).where(eq(passwords.accountId, accountId))
  return known
}

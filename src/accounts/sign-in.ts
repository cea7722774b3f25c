import { desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { accounts, passwords } from './accounts.table.ts'
import { storePassword } from './change-password.ts'
import { hashPassword, isPassword, requireGoodPassword } from './password.ts'
import { closeSessions, type OpenSession, openSession } from './sessions.ts'
import { forgetAttempts, takeAttempt } from './sign-in-attempts.ts'
import { findLink, linkIsSpent, useLink } from './sign-in-links.ts'

/** Where somebody comes from: what a browser calls itself, and the address it has. */
export interface Visitor {
  browser: string
  address: string
}

/** Trades a one-time link for a session; one that sets a password wants that too. */
export async function signInByLink(
  { db }: Pick<Deps, 'db'>,
  token: string,
  visitor: Visitor,
  password?: string,
): Promise<OpenSession> {
  const link = await findLink(db, token)
  if (!link) throw linkIsSpent()
  if (link.setsPassword) requireGoodPassword(password ?? '')
  const hash = link.setsPassword ? await hashPassword(password!) : undefined
  return db.transaction(async (tx) => {
    const { accountId } = await useLink(tx, token)
    if (hash) {
      await storePassword(tx, accountId, hash)
      await closeSessions(tx, accountId)
    }
    return openSession(tx, accountId, visitor.browser)
  })
}

/** Trades a name and its password for a session; what is wrong with them is not told, nor shown by the time it takes. */
export async function signInByPassword(
  { db }: Pick<Deps, 'db'>,
  { name, password }: { name: string; password: string },
  visitor: Visitor,
): Promise<OpenSession> {
  await takeAttempt(db, name, visitor.address)
  const known = await findByName(db, name)
  if (!(await isPassword(password, known?.hash)))
    throw new AppError('unauthenticated', {
      es: 'El nombre y la contraseña no van juntos.',
      en: 'This name and this password don’t belong together.',
    })
  if (known!.disabledAt) throw accountIsDisabled()
  await forgetAttempts(db, name, visitor.address)
  return openSession(db, known!.id, visitor.browser)
}

/** As it was typed, or in small letters, as names of people are kept; who has a password goes first. */
async function findByName(db: Db, name: string) {
  const [known] = await db
    .select({ id: accounts.id, disabledAt: accounts.disabledAt, hash: passwords.hash })
    .from(accounts)
    .leftJoin(passwords, eq(passwords.accountId, accounts.id))
    .where(inArray(accounts.subject, [name, name.toLowerCase()]))
    .orderBy(desc(isNotNull(passwords.hash)), desc(eq(accounts.subject, name)))
    .limit(1)
  return known && { ...known, hash: known.hash ?? undefined }
}

export const accountIsDisabled = () =>
  new AppError(
    'forbidden',
    {
      es: 'Esta cuenta está desactivada. Habla con quien administra Folio.',
      en: 'This account is disabled. Talk to whoever administers Folio.',
    },
    { code: 'ACCOUNT_DISABLED' },
  )

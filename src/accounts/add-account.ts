import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Account } from './accounts.table.ts'
import { makeAccount, type Newcomer } from './accounts.ts'

/** Adds somebody with their first credits, known by an e-mail address or any other name of their own, in small letters. */
export async function addAccount(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { subject, name, role }: Newcomer,
): Promise<Account> {
  const known = subject.trim().toLowerCase()
  if (!/^[^\s\p{Cc}]{1,200}$/u.test(known)) throw notAName()
  const newcomer = { subject: known, name: name.trim().slice(0, 200) || known, role }
  const account = await makeAccount(db, newcomer, config.CREDITS_INITIAL)
  if (!account) throw nameTaken(known)
  return account
}

const notAName = () =>
  new AppError('invalid', {
    es: 'Hace falta un correo o un nombre de usuario: hasta 200 caracteres, sin espacios.',
    en: 'An e-mail address or a user name is needed: up to 200 characters, without spaces.',
  })

const nameTaken = (name: string) =>
  new AppError(
    'conflict',
    { es: `«${name}» ya tiene una cuenta.`, en: `‘${name}’ has an account already.` },
    { code: 'NAME_TAKEN' },
  )

import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { scopes } from './accounts.table.ts'
import { createApiToken } from './api-tokens.ts'
import { grantCredits } from './credits.ts'

/** What was typed into each field of a form. */
type Field = (name: string) => string

/** Makes the token that a form asks for. */
export async function createTokenAsked(db: Db, accountId: number, field: Field) {
  const name = field('name').trim()
  const scope = scopes.find((each) => each === field('scope'))
  const days = /^\d{1,4}$/.test(field('days')) ? Number(field('days')) : 0
  if (!name || name.length > 100 || !scope || !days) throw notAToken()
  const { token } = await createApiToken(db, accountId, { name, scope, ttlSeconds: days * 86_400 })
  return token
}

/** Grants the credits that a form asks for. */
export async function grantAsked(db: Db, accountId: number, field: Field) {
  const [amount, reason] = [field('amount').trim(), field('reason').trim()]
  if (!/^-?\d{1,12}$/.test(amount) || !Number(amount) || !reason || reason.length > 200) throw notAGrant()
  await grantCredits(db, accountId, Number(amount), reason)
}

const notAToken = () =>
  new AppError('invalid', {
    es: 'Di para qué es el token, qué permite y cuántos días vale.',
    en: 'Say what the token is for, what it allows and for how many days it is good.',
  })

const notAGrant = () =>
  new AppError('invalid', {
    es: 'Escribe una cantidad de Lümis, sin decimales, y el motivo.',
    en: 'Write an amount of Lümis, without decimals, and the reason.',
  })

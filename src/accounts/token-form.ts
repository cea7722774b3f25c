import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { scopes } from './accounts.table.ts'
import { createApiToken } from './api-tokens.ts'

/** Makes the token that a form asks for. */
export async function createTokenAsked(db: Db, accountId: number, field: (name: string) => string) {
  const name = field('name').trim()
  const scope = scopes.find((each) => each === field('scope'))
  const days = /^\d{1,4}$/.test(field('days')) ? Number(field('days')) : 0
  if (!name || name.length > 100 || !scope || !days) throw notAToken()
  const { token } = await createApiToken(db, accountId, { name, scope, ttlSeconds: days * 86_400 })
  return token
}

const notAToken = () =>
  new AppError('invalid', {
    es: 'Di para qué es el token, qué permite y cuántos días vale.',
    en: 'Say what the token is for, what it allows and for how many days it is good.',
  })

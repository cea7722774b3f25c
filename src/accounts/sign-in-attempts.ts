import { createHash } from 'node:crypto'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { forgetLimit, type Limit, takeFromLimit } from './limits.ts'

/** Counts an attempt before it is looked into, so that many at once are not more than one after the other. */
export async function takeAttempt(db: Db, name: string, address: string) {
  for (const limit of limitsOf(name, address)) {
    const { allowed, resetAt } = await takeFromLimit(db, limit)
    if (!allowed) throw tooManyAttempts(resetAt)
  }
}

/** Who knew the password begins anew; the address does not, or one's own account would serve to guess at others. */
export const forgetAttempts = (db: Db, name: string, address: string) =>
  forgetLimit(db, limitsOf(name, address)[0]!)

function limitsOf(name: string, address: string): Limit[] {
  const { windowSeconds, atNameByAddress, atName, byAddress } = bounds.signIns
  const who = digest(name.toLowerCase())
  return [
    { name: `sign-in:${who}:${digest(address)}`, limit: atNameByAddress, windowSeconds },
    { name: `sign-in:name:${who}`, limit: atName, windowSeconds },
    { name: `sign-in:address:${digest(address)}`, limit: byAddress, windowSeconds },
  ]
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

function tooManyAttempts(resetAt: Date) {
  const minutes = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 60_000))
  return new AppError(
    'too-many',
    {
      es: `Demasiados intentos. Espera ${minutes} min, o entra con un enlace.`,
      en: `Too many attempts. Wait ${minutes} min, or sign in with a link.`,
    },
    { code: 'TOO_MANY_SIGN_INS' },
  )
}

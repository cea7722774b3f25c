import { eq } from 'drizzle-orm'
import type { Account } from '../../accounts/accounts.table.ts'
import type { Db } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { requireReviewer } from '../../invoices/permissions.ts'
import { type KeptRule, rules } from './rules.table.ts'

/** One rule, for those who may decide about it. */
export async function findRule(db: Db, account: Account, id: number): Promise<KeptRule> {
  requireReviewer(account)
  const [rule] = await db.select().from(rules).where(eq(rules.id, id))
  return rule ?? gone()
}

/** Lets a rule be used or not; used it is only where it has proven itself. */
export async function switchRule({ db }: Pick<Deps, 'db'>, account: Account, id: number, enabled: boolean) {
  requireReviewer(account)
  const [rule] = await db.update(rules).set({ enabled }).where(eq(rules.id, id)).returning()
  return rule ?? gone()
}

/** Forgets a rule; the same correction would teach it again. */
export async function removeRule({ db }: Pick<Deps, 'db'>, account: Account, id: number) {
  requireReviewer(account)
  const [rule] = await db.delete(rules).where(eq(rules.id, id)).returning({ id: rules.id })
  if (!rule) gone()
}

function gone(): never {
  throw new AppError('not-found', { es: 'Esa regla ya no existe.', en: 'There is no such rule any more.' })
}

import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Account, accounts, roles, tiers } from './accounts.table.ts'
import { findAccount } from './list-accounts.ts'
import { closeSessions } from './sessions.ts'
import { forgetLinks } from './sign-in-links.ts'

const whole = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().max(most))

/** What can be changed about an account, as it is typed into a form or a terminal. */
const changes = z
  .object({
    role: z.enum(roles),
    tier: z.enum(tiers),
    trustScore: whole(100),
    uploadLimitPerHour: z.union([z.literal('').transform(() => null), whole(bounds.uploadLimitPerHour)]),
    disabled: z.stringbool(),
  })
  .partial()
export type Typed = { [Name in keyof z.input<typeof changes>]: string }

/** Changes what somebody may do; who is disabled is signed out everywhere, and no token of theirs opens anything. */
export async function changeAccount({ db }: Pick<Deps, 'db'>, id: number, typed: Typed): Promise<Account> {
  const read = changes.safeParse(typed)
  if (!read.success) throw notValid()
  const { disabled, ...rest } = read.data
  return db.transaction(async (tx) => {
    const account = await findAccount(tx, id)
    const role = rest.role ?? account.role
    if (account.subject === 'admin' && (disabled || role !== 'admin')) throw stays()
    const disabledAt = disabled ? sql`coalesce(${accounts.disabledAt}, now())` : null
    const [changed] = await tx
      .update(accounts)
      .set({ ...rest, role, ...(disabled !== undefined && { disabledAt }) })
      .where(eq(accounts.id, id))
      .returning()
    if (disabled) {
      await closeSessions(tx, id)
      await forgetLinks(tx, id)
    }
    return changed!
  })
}

const notValid = () =>
  new AppError('invalid', {
    es: `La confianza va de 0 a 100, y el límite de 0 a ${bounds.uploadLimitPerHour} documentos por hora.`,
    en: `Trust goes from 0 to 100, and the limit from 0 to ${bounds.uploadLimitPerHour} documents an hour.`,
  })

const stays = () =>
  new AppError('conflict', {
    es: 'Esta cuenta es de quien maneja la máquina: siempre administra y no se desactiva.',
    en: 'This account belongs to whoever runs the machine: it always administers and can’t be disabled.',
  })

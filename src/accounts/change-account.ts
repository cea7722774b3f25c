import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Text } from '../language.ts'
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
  const { disabled, ...rest } = readChanges(typed)
  return db.transaction(async (tx) => {
    const account = await findAccount(tx, id)
    const isKept = !disabled && (rest.role ?? 'admin') === 'admin'
    if (account.subject === 'admin' && !isKept) throw stays()
    const disabledAt = disabled ? sql`coalesce(${accounts.disabledAt}, now())` : null
    const [changed] = await tx
      .update(accounts)
      .set({ ...rest, ...(disabled !== undefined && { disabledAt }) })
      .where(eq(accounts.id, id))
      .returning()
    if (disabled) {
      await closeSessions(tx, id)
      await forgetLinks(tx, id)
    }
    return changed!
  })
}

function readChanges(typed: Typed) {
  const read = changes.safeParse(typed)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new AppError('invalid', rules[issue?.path[0] as keyof Typed])
}

/** What each value may be, for whoever typed another. */
const rules: Record<keyof Typed, Text> = {
  role: { es: `El papel es uno de ${roles.join(', ')}.`, en: `The role is one of ${roles.join(', ')}.` },
  tier: { es: `El nivel es uno de ${tiers.join(', ')}.`, en: `The tier is one of ${tiers.join(', ')}.` },
  trustScore: { es: 'La confianza va de 0 a 100.', en: 'Trust goes from 0 to 100.' },
  uploadLimitPerHour: {
    es: `El límite va de 0 a ${bounds.uploadLimitPerHour} documentos por hora; vacío, el de todos.`,
    en: `The limit goes from 0 to ${bounds.uploadLimitPerHour} documents an hour; empty, it is everybody's.`,
  },
  disabled: { es: 'Desactivada es «yes» o «no».', en: 'Disabled is ‘yes’ or ‘no’.' },
}

const stays = () =>
  new AppError('conflict', {
    es: 'Esta cuenta es de quien maneja la máquina: siempre administra y no se desactiva.',
    en: 'This account belongs to whoever runs the machine: it always administers and can’t be disabled.',
  })

import { sessionLimitsOf } from '../accounts/account-limits.ts'
import type { Account } from '../accounts/accounts.table.ts'
import { type Allowance, takeFromLimit } from '../accounts/limits.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'

/** Counts one more session of an account. Refused, it counts for neither limit: both are taken in one transaction. */
export async function requireQuota(tx: Tx, account: Account) {
  const { hour, day } = sessionLimitsOf(account)
  for (const limit of [hour, day]) {
    const allowance = await takeFromLimit(tx, limit)
    if (!allowance.allowed) throw tooMany(allowance)
  }
}

function tooMany({ limit, resetAt }: Allowance) {
  const seconds = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1000))
  const minutes = Math.ceil(seconds / 60)
  return new AppError(
    'too-many',
    {
      es: `Límite excedido: puedes empezar ${limit} facturas en este periodo. Vuelve a intentarlo en ${minutes} min.`,
      en: `Limit exceeded: you can begin ${limit} invoices in this period. Try again in ${minutes} min.`,
    },
    { code: 'RATE_LIMIT_EXCEEDED', extra: { retry_after: seconds } },
  )
}

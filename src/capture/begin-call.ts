import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { uploadLimitOf } from '../accounts/account-limits.ts'
import type { Account } from '../accounts/accounts.table.ts'
import { holdCredits } from '../accounts/credits.ts'
import { type Allowance, takeFromLimit } from '../accounts/limits.ts'
import type { Deps } from '../deps.ts'
import { type Mode, type OneShotCall, oneShotCalls } from './one-shot-calls.table.ts'

/** What was sent, by its content. */
export interface Sent {
  sha256: string
  mode: Mode
}

/** The credits of a call are held under its name. */
export const referenceOf = ({ id }: Pick<OneShotCall, 'id'>) => `one-shot:${id}`

/**
 * Begins a call: its credits are held and it counts against the limit, in this order; refused, neither. Throws
 * `out-of-credit`; beyond the limit there is no call.
 */
export async function beginCall(
  { transact, config }: Pick<Deps, 'transact' | 'config'>,
  account: Account,
  { sha256, mode }: Sent,
  heldBy: number | null,
): Promise<{ call?: OneShotCall; allowance: Allowance }> {
  const [id, cost] = [randomUUID(), config.CREDITS_PER_DOCUMENT]
  const refused: { allowance?: Allowance } = {}
  try {
    return await transact(async ({ tx }) => {
      await holdCredits(tx, account.id, referenceOf({ id }), cost)
      const allowance = await takeFromLimit(tx, uploadLimitOf(account, config))
      if (!allowance.allowed) {
        refused.allowance = allowance
        throw refused
      }
      const answerBy = sql`now() + make_interval(secs => ${config.bounds.oneShotMs / 1000})`
      const row = { id, accountId: account.id, sha256, mode, cost, state: 'open' as const, heldBy, answerBy }
      const [call] = await tx.insert(oneShotCalls).values(row).returning()
      return { call: call!, allowance }
    })
  } catch (error) {
    if (error === refused) return { allowance: refused.allowance! }
    throw error
  }
}

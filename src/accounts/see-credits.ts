import type { Deps } from '../deps.ts'
import { tierOf, uploadLimitOf } from './account-limits.ts'
import type { Account } from './accounts.table.ts'
import { balanceOf } from './credits.ts'
import { listEntries } from './ledger.ts'

const entriesAPage = 25

/** What an account has to spend, and how it came to it, from a certain entry back. */
export async function seeCredits({ db, config }: Pick<Deps, 'db' | 'config'>, account: Account, cursor = '') {
  const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
  const [balance, ledger] = await Promise.all([
    balanceOf(db, account.id),
    listEntries(db, account.id, { perPage: entriesAPage, before }),
  ])
  return {
    balance,
    tier: tierOf(account),
    uploadsPerHour: uploadLimitOf(account, config).limit,
    entries: ledger.items,
    nextCursor: ledger.nextCursor,
  }
}
export type Credits = Awaited<ReturnType<typeof seeCredits>>

import type { Account } from '../accounts/accounts.table.ts'
import { localAdmin } from '../accounts/accounts.ts'
import { openBalances } from '../accounts/credits.ts'
import { findAccountCalled } from '../accounts/list-accounts.ts'
import type { Deps } from '../deps.ts'
import { StartError } from '../errors.ts'
import { wrongUsage } from './call.ts'

/** Whom `--user` means: a number, or the name they are known by. */
export async function findUser({ db, config }: Deps, user: string | undefined): Promise<Account> {
  if (!user) throw new StartError('--user is missing', wrongUsage)
  await prepareAccounts({ db, config })
  return findAccountCalled(db, user)
}

/** What the first start sees to, for a command may come before it. */
export async function prepareAccounts({ db, config }: Pick<Deps, 'db' | 'config'>) {
  await localAdmin(db)
  await openBalances(db, config.CREDITS_INITIAL)
}

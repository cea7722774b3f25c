import { balanceOf, grantCredits } from '../accounts/credits.ts'
import { StartError } from '../errors.ts'
import { type Action, commandOf } from './actions.ts'
import { readArgs, wrongUsage } from './call.ts'
import { findUser } from './find-user.ts'
import { print } from './print.ts'

const text = { type: 'string' } as const

/** Adds to somebody's Lümis, or with a minus corrects, and prints what they have now. */
const grant: Action = (args) => {
  const { values } = readArgs(args, { options: { user: text, amount: text, reason: text } })
  const amount = /^-?\d{1,12}$/.test(values.amount ?? '') ? Number(values.amount) : 0
  if (!amount)
    throw new StartError('--amount is a whole number other than 0, such as --amount=100', wrongUsage)
  const reason = values.reason?.trim().slice(0, 200) || 'folio credits grant'
  return async (deps) => {
    const { id } = await findUser(deps, values.user)
    await grantCredits(deps.db, id, amount, reason)
    await print(`${await balanceOf(deps.db, id)}\n`)
  }
}

/** What accounts can spend. */
export const credits = commandOf('credits', { grant })

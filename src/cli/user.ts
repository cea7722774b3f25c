import { roles } from '../accounts/accounts.table.ts'
import { addAccount } from '../accounts/add-account.ts'
import { changeAccount } from '../accounts/change-account.ts'
import { type ListedAccount, listAccounts } from '../accounts/list-accounts.ts'
import { createInvitation, invitationAddress } from '../accounts/sign-in-links.ts'
import { bounds, type Config } from '../config.ts'
import { StartError } from '../errors.ts'
import { type Action, commandOf } from './actions.ts'
import { readArgs, wrongUsage } from './call.ts'
import { findUser, prepareAccounts } from './find-user.ts'
import { print } from './print.ts'

const text = { type: 'string' } as const

/** Adds somebody, and prints the link with which they choose their password. */
const add: Action = (args) => {
  const { values, positionals } = readArgs(args, {
    options: { name: text, role: text },
    operands: { name: 'NAME', most: 1 },
  })
  const role = roles.find((each) => each === (values.role ?? 'uploader'))
  if (!role) throw new StartError(`--role is one of ${roles.join(', ')}`, wrongUsage)
  return async (deps) => {
    await prepareAccounts(deps)
    const account = await addAccount(deps, { subject: positionals[0]!, name: values.name ?? '', role })
    await print(`${invitationAddress(baseOf(deps.config), await createInvitation(deps.db, account))}\n`)
  }
}

/** A new link to choose a password with; earlier ones work no more. */
const link: Action = (args) => {
  const { values } = readArgs(args, { options: { user: text } })
  return async (deps) => {
    const account = await findUser(deps, values.user)
    if (account.disabledAt) throw new StartError(`${account.subject} is disabled`, 1)
    await print(`${invitationAddress(baseOf(deps.config), await createInvitation(deps.db, account))}\n`)
  }
}

const list: Action = (args) => {
  const { values } = readArgs(args, { options: { json: { type: 'boolean' } } })
  return async (deps) => {
    await prepareAccounts(deps)
    for (let before: number | undefined; ; ) {
      const { items, nextCursor } = await listAccounts(deps.db, { perPage: bounds.perPage, before })
      for (const item of items) await print(values.json ? `${JSON.stringify(toJson(item))}\n` : toLine(item))
      if (nextCursor === null) return
      before = nextCursor
    }
  }
}

/** Changes what somebody may do: only what is named. */
const change: Action = (args) => {
  const { values } = readArgs(args, {
    options: { user: text, role: text, tier: text, trust: text, limit: text, disabled: text },
  })
  const { user, role, tier, trust, limit, disabled } = values
  const named = {
    role,
    tier,
    trustScore: trust,
    uploadLimitPerHour: limit === 'none' ? '' : limit,
    disabled,
  }
  const typed = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
  if (!Object.keys(typed).length)
    throw new StartError('say what to change: --role, --tier, --trust, --limit or --disabled', wrongUsage)
  return async (deps) => {
    const { id } = await findUser(deps, user)
    await changeAccount(deps, id, typed)
  }
}

const toJson = ({ account, balance }: ListedAccount) => ({
  id: account.id,
  user: account.subject,
  name: account.name,
  role: account.role,
  tier: account.tier,
  trust: account.trustScore,
  limit: account.uploadLimitPerHour,
  disabled: account.disabledAt !== null,
  balance,
  created_at: account.createdAt.toISOString(),
})

const toLine = ({ account, balance }: ListedAccount) => {
  const state = account.disabledAt ? 'disabled' : account.role
  const columns = [String(account.id).padStart(5), state.padEnd(8), String(balance).padStart(8)]
  return `${columns.join('  ')}  ${account.subject}  ${account.name}\n`
}

const baseOf = ({ PUBLIC_URL, HOST, PORT }: Config) => {
  const host = ['0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST
  return PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`
}

/** Who may come in. */
export const user = commandOf('user', { add, list, link, change })

import { type Scope, scopes } from '../accounts/accounts.table.ts'
import { createApiToken, listApiTokens, revokeApiToken } from '../accounts/api-tokens.ts'
import { StartError } from '../errors.ts'
import { type Action, commandOf } from './actions.ts'
import { readArgs, wrongUsage } from './call.ts'
import { findUser } from './find-user.ts'
import { print } from './print.ts'

const text = { type: 'string' } as const

/** Makes a token and prints nothing else, so that a shell can keep it. */
const create: Action = (args) => {
  const { values } = readArgs(args, { options: { user: text, ttl: text, scope: text, name: text } })
  const wish = { scope: readScope(values.scope), ttlSeconds: readTtl(values.ttl ?? '90d') }
  const name = (values.name ?? 'folio token create').slice(0, 100)
  return async (deps) => {
    const account = await findUser(deps, values.user)
    const { token } = await createApiToken(deps.db, account.id, { ...wish, name })
    await print(`${token}\n`)
  }
}

const list: Action = (args) => {
  const { values } = readArgs(args, { options: { user: text } })
  return async (deps) => {
    const { id } = await findUser(deps, values.user)
    for (const token of await listApiTokens(deps.db, id)) {
      const used = token.usedAt ? `used ${token.usedAt.toISOString()}` : 'never used'
      const until = `until ${token.expiresAt.toISOString()}`
      await print(
        `${String(token.id).padStart(5)}  ${token.scope.padEnd(6)}  ${until}  ${used}  ${token.name}\n`,
      )
    }
  }
}

const revoke: Action = (args) => {
  const { values, positionals } = readArgs(args, {
    options: { user: text },
    operands: { name: 'TOKEN', most: 1 },
  })
  const id = positionals[0]!
  if (!/^\d{1,15}$/.test(id))
    throw new StartError('TOKEN is the number that folio token list shows', wrongUsage)
  return async (deps) => revokeApiToken(deps.db, (await findUser(deps, values.user)).id, Number(id))
}

function readScope(given = 'full'): Scope {
  const scope = scopes.find((each) => each === given)
  if (!scope) throw new StartError(`--scope is one of ${scopes.join(', ')}`, wrongUsage)
  return scope
}

const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

function readTtl(given: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(given) ?? []
  if (!amount) throw new StartError('--ttl is a number with s, m, h or d, such as 1h or 30d', wrongUsage)
  return Number(amount) * units[unit as keyof typeof units]
}

/** What programs sign in with. */
export const token = commandOf('token', { create, list, revoke })

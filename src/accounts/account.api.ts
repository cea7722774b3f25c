import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { sessionLimitsOf, tierOf, uploadLimitOf } from './account-limits.ts'
import { tiers } from './accounts.table.ts'
import { balanceOf } from './credits.ts'
import { type Entry, listEntries } from './ledger.ts'
import { type Limit, lookAtLimit } from './limits.ts'

const limitJson = z
  .object({
    limit: z.int(),
    remaining: z.int(),
    reset_at: z.iso.datetime().describe('Cuando vuelve a estar entero'),
    window_seconds: z.int(),
  })
  .meta({ id: 'Limit' })

const accountJson = z
  .object({
    balance: z.int().describe('Lümis que se pueden gastar'),
    tier: z.enum(tiers),
    limits: z.object({
      uploads_per_hour: limitJson,
      sessions_per_hour: limitJson,
      sessions_per_day: limitJson,
    }),
  })
  .meta({ id: 'Account' })

const entryJson = z
  .object({
    id: z.int(),
    kind: z.enum(['grant', 'hold', 'capture', 'release']),
    amount: z.int(),
    change: z.int().describe('Lo que hizo con el saldo: la reserva resta, y lo cobrado ya estaba reservado'),
    balance: z.int().describe('El saldo después'),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'LedgerEntry' })

/** What an account may see of itself: its balance, its limits, and how its credits came and went. */
export function accountApi({ db, config }: Pick<Deps, 'db' | 'config'>) {
  const api = createApi('OCR v4')

  api.get(
    '/api/v4/account',
    {
      summary: 'Saldo, nivel y límites de la cuenta',
      answers: { 200: { description: 'La cuenta ahora', schema: accountJson } },
    },
    async (c) => {
      const { account } = c.var
      const { hour, day } = sessionLimitsOf(account)
      const look = (limit: Limit) => lookAtLimit(db, limit).then((seen) => limitToJson(limit, seen))
      const [balance, uploads, hourly, daily] = await Promise.all([
        balanceOf(db, account.id),
        look(uploadLimitOf(account, config)),
        look(hour),
        look(day),
      ])
      const limits = { uploads_per_hour: uploads, sessions_per_hour: hourly, sessions_per_day: daily }
      return c.json({ balance, tier: tierOf(account), limits } satisfies z.infer<typeof accountJson>)
    },
  )

  api.get(
    '/api/v4/account/ledger',
    {
      summary: 'Movimientos de Lümis de la cuenta',
      query: z.object({
        per_page: z.coerce.number().int().min(1).max(bounds.perPage).default(50),
        cursor: z.coerce.number().int().positive().optional().describe('`next_cursor` de la página anterior'),
      }),
      answers: {
        200: {
          description: 'Los movimientos, el último primero',
          schema: z.object({ items: z.array(entryJson), next_cursor: z.int().nullable() }),
        },
      },
    },
    async (c, { query: { per_page, cursor } }) => {
      const { items, nextCursor } = await listEntries(db, c.var.account.id, {
        perPage: per_page,
        before: cursor,
      })
      return c.json({ items: items.map(entryToJson), next_cursor: nextCursor })
    },
  )
  return api
}

const limitToJson = (
  { windowSeconds }: Limit,
  { limit, remaining, resetAt }: Awaited<ReturnType<typeof lookAtLimit>>,
) => ({ limit, remaining, reset_at: resetAt.toISOString(), window_seconds: windowSeconds })

const entryToJson = ({ at, ...entry }: Entry): z.infer<typeof entryJson> => ({
  ...entry,
  at: at.toISOString(),
})

import { bounds, type Config } from '../config.ts'
import type { Account, Tier } from './accounts.table.ts'
import type { Limit } from './limits.ts'

const hour = 3_600
const day = 24 * hour

/** How many documents an account may have read at once and be answered, an hour. */
export const uploadLimitOf = (
  { id, uploadLimitPerHour }: Account,
  { UPLOAD_LIMIT_PER_HOUR }: Pick<Config, 'UPLOAD_LIMIT_PER_HOUR'>,
) =>
  ({
    accountId: id,
    name: 'uploads_per_hour',
    limit: uploadLimitPerHour ?? UPLOAD_LIMIT_PER_HOUR,
    windowSeconds: hour,
  }) satisfies Limit

const sessions = {
  basic: { perHour: 3, perDay: 10 },
  premium: { perHour: 10, perDay: 50 },
} satisfies Record<Tier, object>

/** How many guided sessions an account may begin, an hour and a day. */
export function sessionLimitsOf(account: Account) {
  const { perHour, perDay } = sessions[tierOf(account)]
  return {
    hour: { accountId: account.id, name: 'sessions_per_hour', limit: perHour, windowSeconds: hour },
    day: { accountId: account.id, name: 'sessions_per_day', limit: perDay, windowSeconds: day },
  } satisfies Record<string, Limit>
}

/** Who is trusted enough is premium, whatever was paid for. */
export const tierOf = ({ tier, trustScore }: Account): Tier =>
  trustScore >= bounds.premiumTrustScore ? 'premium' : tier

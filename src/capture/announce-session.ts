import type { Work } from '../work.ts'
import { maxAttempts, type Session } from './captures.table.ts'
import { missingOf } from './required-fields.ts'

/** Tells whoever listens how a session stands now. */
export const announceSession = (work: Work, { id, accountId, status, attempts, data }: Session) =>
  work.announce({
    type: 'session_update',
    accountId,
    data: {
      session_id: id,
      status,
      attempt_count: attempts,
      max_attempts: maxAttempts,
      missing_fields: missingOf(data),
    },
  })

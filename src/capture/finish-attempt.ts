import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { textArray, type Work } from '../work.ts'
import { announceSession } from './announce-session.ts'
import {
  captureAttempts,
  captureSessions,
  maxAttempts,
  type Outcome,
  type Session,
  type SessionStatus,
} from './captures.table.ts'
import type { Reading } from './fill-in.ts'
import { handOver, type PreparedDocument } from './hand-over.ts'
import { knownOf, missingOf } from './required-fields.ts'
import type { Ticket } from './take-picture.ts'

/** What came of an attempt. */
export type Result = Reading &
  Pick<Outcome, 'status' | 'gained' | 'tokensUsed' | 'failure'> & {
    /** The document that the session ends as, and what is proposed of it where that is more than is known. */
    handOver?: PreparedDocument
    proposed?: Reading
  }

const over = ['complete', 'manual_review', 'failed'] as const

export const isOver = (status: SessionStatus): status is (typeof over)[number] =>
  (over as readonly string[]).includes(status)

/** What an attempt found, what became of the session, and the next attempt's turn, in one commit; once, whoever comes twice. */
export async function finishAttempt(
  { transact }: Pick<Deps, 'transact'>,
  { sessionId, attempt }: Ticket,
  result: Result,
) {
  const { data, fields, status, gained, tokensUsed, failure } = result
  await transact(async (work) => {
    const session = await lockSession(work, sessionId)
    if (!session) return
    const outcome: Outcome = {
      status,
      known: knownOf(data),
      missing: missingOf(data),
      gained,
      tokensUsed,
      ...(failure && { failure }),
    }
    if (!(await recordOutcome(work, session, attempt, outcome))) return
    const next = await nextInLine(work, sessionId)
    const isLast = isOver(status) && (status !== 'failed' || attempt === maxAttempts)
    const invoiceId =
      session.invoiceId ??
      (result.handOver ? await handOver(work, session, result.proposed ?? result, result.handOver) : null)
    const [changed] = await work.tx
      .update(captureSessions)
      .set({
        data,
        fields,
        invoiceId,
        status: isLast ? status : next ? 'processing' : 'needs_retry',
        updatedAt: sql`now()`,
      })
      .where(eq(captureSessions.id, sessionId))
      .returning()
    if (next) await work.enqueue('read-capture', { sessionId, attempt: next })
    announceSession(work, changed!)
  })
}

/** An attempt that came to nothing: what is known stays known, and the session goes on, if it can. */
export async function failAttempt(deps: Pick<Deps, 'transact' | 'db'>, ticket: Ticket) {
  const [session] = await deps.db
    .select()
    .from(captureSessions)
    .where(eq(captureSessions.id, ticket.sessionId))
  if (!session) return
  const { data, fields } = session
  await finishAttempt(deps, ticket, {
    data,
    fields,
    gained: [],
    tokensUsed: 0,
    status: 'failed',
    failure: 'unavailable',
  })
}

async function lockSession({ tx }: Work, sessionId: string) {
  const [session] = await tx
    .select()
    .from(captureSessions)
    .where(eq(captureSessions.id, sessionId))
    .for('update')
  return session
}

async function nextInLine({ tx }: Work, sessionId: string) {
  const [next] = await tx
    .select({ attempt: captureAttempts.attempt })
    .from(captureAttempts)
    .where(and(eq(captureAttempts.sessionId, sessionId), isNull(captureAttempts.finishedAt)))
    .orderBy(asc(captureAttempts.attempt))
    .limit(1)
  return next?.attempt
}

/** With its row for those who watch what models cost; false where the attempt was done before. */
async function recordOutcome({ tx }: Work, session: Session, attempt: number, outcome: Outcome) {
  const [done] = await tx
    .update(captureAttempts)
    .set({ outcome, finishedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(captureAttempts.sessionId, session.id),
        eq(captureAttempts.attempt, attempt),
        isNull(captureAttempts.finishedAt),
      ),
    )
    .returning({ createdAt: captureAttempts.createdAt })
  if (!done) return false
  await tx.execute(sql`
    insert into analytics.ocr_token_usage (user_id, session_id, attempt_number, tokens_used, lumis_cost, success,
      missing_fields, processing_time)
    values (${session.accountId}, ${session.id}, ${attempt}, ${outcome.tokensUsed}, 0, ${isSuccess(outcome)},
      ${textArray(outcome.missing)}::text[],
      extract(milliseconds from clock_timestamp() - ${done.createdAt.toISOString()}::timestamptz)::int)`)
  return true
}

/** Whether the caller is told that it went well: something was found, or another picture may find it. */
export const isSuccess = ({ status }: Pick<Outcome, 'status'>) =>
  status === 'complete' || status === 'needs_retry'

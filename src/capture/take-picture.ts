import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { Work } from '../work.ts'
import { announceSession } from './announce-session.ts'
import { originalKey } from './capture-files.ts'
import { captureAttempts, captureSessions, maxAttempts, type Session } from './captures.table.ts'
import { noSuchSession } from './find-session.ts'
import { isOver } from './finish-attempt.ts'
import type { SessionFacts } from './guided-answer.ts'
import type { RequiredField } from './required-fields.ts'
import { requireQuota } from './session-quota.ts'

type TakingDeps = Pick<Deps, 'transact' | 'files'>

interface Picture {
  bytes: Uint8Array<ArrayBuffer>
  contentType: ContentType
}

/** Names one attempt of one session, to wait for. */
export interface Ticket {
  sessionId: string
  attempt: number
}

/** Begins a session with its first picture, if the account may begin one now. */
export async function beginSession(deps: TakingDeps, account: Account, picture: Picture): Promise<Ticket> {
  const sessionId = `ocr_sess_${randomBytes(12).toString('hex')}`
  return keepingPicture(deps, sessionId, picture, async (work, id) => {
    await requireQuota(work.tx, account)
    const [session] = await work.tx
      .insert(captureSessions)
      .values({ id: sessionId, accountId: account.id, status: 'processing' })
      .returning()
    return addAttempt(work, session!, { ...picture, id, asked: [] })
  })
}

/**
 * Adds a picture to a session. It counts from now on, so that of any number of calls at once only as many get in as there
 * are attempts left; they are worked on one after the other.
 */
export async function addPicture(
  deps: TakingDeps,
  account: Account,
  sessionId: string,
  { asked, ...picture }: Picture & { asked: RequiredField[] },
): Promise<Ticket> {
  return keepingPicture(deps, sessionId, picture, async (work, id) => {
    const mine = and(eq(captureSessions.id, sessionId), eq(captureSessions.accountId, account.id))
    const [session] = await work.tx.select().from(captureSessions).where(mine).for('update')
    if (!session) throw noSuchSession()
    requireOpen(session)
    return addAttempt(work, session, { ...picture, id, asked })
  })
}

/** The bytes are durable before any row tells of them; where no row comes to, they go again. */
async function keepingPicture(
  { transact, files }: TakingDeps,
  sessionId: string,
  { bytes }: Picture,
  claim: (work: Work, id: string) => Promise<Ticket>,
) {
  const id = randomUUID()
  const key = originalKey(sessionId, id)
  await files.put(key, bytes)
  try {
    return await transact((work) => claim(work, id))
  } catch (error) {
    await files.remove(key).catch(() => {})
    throw error
  }
}

/** A session has one job at most: who finishes an attempt sets the next one going. */
async function addAttempt(
  work: Work,
  session: Session,
  { id, bytes, contentType, asked }: Picture & { id: string; asked: RequiredField[] },
): Promise<Ticket> {
  const sessionId = session.id
  const attempt = session.attempts + 1
  const isFirstInLine = !(await hasWaiting(work, sessionId))
  await work.tx
    .insert(captureAttempts)
    .values({ sessionId, attempt, picture: id, contentType, sizeBytes: bytes.length, asked })
  const [changed] = await work.tx
    .update(captureSessions)
    .set({ attempts: attempt, status: 'processing', updatedAt: sql`now()` })
    .where(eq(captureSessions.id, sessionId))
    .returning()
  if (isFirstInLine) await work.enqueue('read-capture', { sessionId, attempt })
  announceSession(work, changed!)
  return { sessionId, attempt }
}

async function hasWaiting({ tx }: Work, sessionId: string) {
  const [waiting] = await tx
    .select({ attempt: captureAttempts.attempt })
    .from(captureAttempts)
    .where(and(eq(captureAttempts.sessionId, sessionId), isNull(captureAttempts.finishedAt)))
    .limit(1)
  return Boolean(waiting)
}

function requireOpen({ id, status, attempts }: Session) {
  const extra = { session: { id, attempts, status } satisfies SessionFacts }
  if (isOver(status))
    throw new AppError(
      'conflict',
      {
        es: 'Esta sesión ya terminó. Empieza una nueva para otra factura.',
        en: 'This session is over. Begin a new one for another invoice.',
      },
      { code: 'SESSION_OVER', extra },
    )
  if (attempts >= maxAttempts)
    throw new AppError(
      'conflict',
      {
        es: `Ya se hicieron los ${maxAttempts} intentos de esta sesión.`,
        en: `All ${maxAttempts} attempts of this session have been made.`,
      },
      { code: 'NO_ATTEMPTS_LEFT', extra },
    )
}

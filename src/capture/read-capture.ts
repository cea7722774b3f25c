import { and, eq } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { JobRun } from '../queue/queue.ts'
import { originalKey, uprightKey } from './capture-files.ts'
import {
  type AttemptWithPage,
  captureAttempts,
  captureSessions,
  maxAttempts,
  type Session,
} from './captures.table.ts'
import { listAttemptsWithPages } from './find-session.ts'
import { failAttempt, finishAttempt, isOver, type Result } from './finish-attempt.ts'
import { keepDocument, prepareHandOver } from './hand-over.ts'
import type { Shot } from './join-pages.ts'
import { keepJoined } from './joined-picture.ts'
import { type Extract, lookForFields } from './look-for-fields.ts'
import { missingOf } from './required-fields.ts'
import type { Ticket } from './take-picture.ts'

/** A picture as it was read, or why it could not be. */
export type ReadPicture = (
  picture: { bytes: Uint8Array<ArrayBuffer>; contentType: ContentType },
  signal: AbortSignal,
) => Promise<
  | { page: PageOfWords; recipe: number; upright: Uint8Array<ArrayBuffer> }
  | { failure: 'bad-picture' | 'unavailable' }
>

export type CaptureDeps = Pick<Deps, 'transact' | 'db' | 'files' | 'log'> & {
  readPicture: ReadPicture
  extract: Extract
}

/**
 * Works on one attempt of a session. A job that runs twice, or for a session that is gone, finds nothing to do; one that
 * breaks off goes on with what was read by then.
 */
export async function readCapture(deps: CaptureDeps, ticket: Ticket, run: JobRun) {
  const { db, log } = deps
  const [session] = await db.select().from(captureSessions).where(eq(captureSessions.id, ticket.sessionId))
  const attempts = session ? await listAttemptsWithPages(db, session.id) : []
  const mine = attempts.find(({ attempt }) => attempt === ticket.attempt)
  if (!session || !mine || mine.outcome) return
  await db.update(captureAttempts).set({ heldBy: run.worker }).where(isMine(mine))
  try {
    const before = attempts.filter(({ attempt }) => attempt < mine.attempt)
    const result = await resultOf(deps, session, [...before, mine], run.signal)
    await finishAttempt(deps, ticket, result)
    if (result.handOver) await keepDocument(deps, result.handOver)
  } catch (error) {
    // handed back, or something that may pass
    if (run.signal.aborted || (!run.isLast && error instanceof AppError && error.kind === 'unavailable'))
      throw error
    log.warn('a capture could not be read', { session: ticket.sessionId, attempt: ticket.attempt, error })
    if (mine.attempt < maxAttempts) await failAttempt(deps, ticket)
    else await handOverAllTheSame(deps, session, attempts)
  }
}

/** The last photo can't be worked on; a person gets those before it. */
async function handOverAllTheSame(deps: CaptureDeps, session: Session, attempts: AttemptWithPage[]) {
  const { id, data, fields } = session
  const unchanged = { data, fields, gained: [], tokensUsed: 0 }
  const result = await end(deps, attempts, { ...unchanged, status: 'manual_review' })
  await finishAttempt(deps, { sessionId: id, attempt: maxAttempts }, result)
}

async function resultOf(
  deps: CaptureDeps,
  session: Session,
  attempts: AttemptWithPage[],
  signal: AbortSignal,
): Promise<Result> {
  const last = attempts.at(-1)!
  const { data, fields } = session
  const known = { data, fields }
  const unchanged = { ...known, gained: [], tokensUsed: 0 }
  // an earlier attempt, under way when this one came, has found all there was to find
  if (isOver(session.status)) return { ...unchanged, status: session.status }
  const failure = await readOnce(deps, last, signal)
  if (failure && last.attempt < maxAttempts) return { ...unchanged, status: 'failed', failure }
  const shots = attempts.flatMap(({ attempt, page }): Shot[] => (page ? [{ attempt, page }] : []))
  const pictureOf = (attempt: number) =>
    deps.files.read(uprightKey(session.id, attempts.find((each) => each.attempt === attempt)!.picture))
  const { guessed, ...reading } = failure
    ? { ...unchanged, guessed: known }
    : await lookForFields(
        deps.extract,
        known,
        { shots, attempt: last.attempt, asked: last.asked, pictureOf },
        signal,
      )
  if (!missingOf(reading.data).length) return end(deps, attempts, { ...reading, status: 'complete' })
  if (last.attempt < maxAttempts) return { ...reading, status: 'needs_retry' }
  return end(deps, attempts, { ...reading, status: 'manual_review', proposed: guessed })
}

/** What comes after the last picture is made before the commit that tells of it. */
async function end(deps: CaptureDeps, attempts: AttemptWithPage[], result: Result): Promise<Result> {
  const handOver = await prepareHandOver(deps, attempts)
  if (!handOver) return { ...result, status: 'failed', failure: 'bad-picture' }
  if (result.status === 'complete') await keepJoined(deps, attempts)
  return { ...result, handOver }
}

/** Reads the picture unless that was done before, and keeps what it says; or tells why it can't be read. */
async function readOnce(
  { db, files, readPicture }: CaptureDeps,
  attempt: AttemptWithPage,
  signal: AbortSignal,
) {
  if (attempt.page) return undefined
  const { sessionId, picture, contentType } = attempt
  const bytes = await files.read(originalKey(sessionId, picture))
  const read = await readPicture({ bytes, contentType }, signal)
  if ('failure' in read) return read.failure
  await files.put(uprightKey(sessionId, picture), read.upright)
  attempt.page = { ...read.page, page: 1 }
  attempt.recipe = read.recipe
  await db.update(captureAttempts).set({ page: attempt.page, recipe: attempt.recipe }).where(isMine(attempt))
  return undefined
}

const isMine = ({ sessionId, attempt }: Ticket) =>
  and(eq(captureAttempts.sessionId, sessionId), eq(captureAttempts.attempt, attempt))

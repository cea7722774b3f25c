import { eq, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Text } from '../language.ts'
import type { Due } from './deliver-webhooks.ts'
import type { Answer } from './post-once.ts'
import { deliveries, webhooks } from './webhooks.table.ts'

type RecordDeps = Pick<Deps, 'db' | 'log'>

const answerCharacters = 1_000

/** The seconds to wait after the first attempt, the second …: a little over a day in all. */
const pauses = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600]

export function recordSuccess(
  { db }: RecordDeps,
  { id, webhookId }: Due,
  { tookMs, answer }: { tookMs: number; answer: Answer },
) {
  return db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({ status: 'delivered', tookMs, failure: null, ...answered(answer) })
      .where(eq(deliveries.id, id))
    await tx
      .update(webhooks)
      .set({ failingSince: null })
      .where(sql`${eq(webhooks.id, webhookId)} and ${webhooks.failingSince} is not null`)
  })
}

interface Failed {
  tookMs: number
  answer?: Answer
  error?: unknown
}

/** Tries again later, until it has been tried for about a day; a webhook that has failed for days is called no more. */
export async function recordFailure({ db, log }: RecordDeps, due: Due, { tookMs, answer, error }: Failed) {
  const { id, webhookId, attempts } = due
  const isGone = answer?.status === 410
  const pause = isGone ? undefined : pauses[attempts - 1]
  log.info('webhook failed', { webhook_id: webhookId, delivery_id: id, attempts, status: answer?.status })
  await db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({
        status: pause === undefined ? 'failed' : 'waiting',
        dueAt: sql`now() + make_interval(secs => ${wait(pause ?? 0, answer?.retryAfter)})`,
        tookMs,
        failure: reasonOf(answer, error),
        ...answered(answer),
      })
      .where(eq(deliveries.id, id))
    await tx.execute(sql`
      update webhooks set failing_since = coalesce(failing_since, now()),
        enabled = enabled and not ${stops(isGone)},
        disabled_because = case when enabled and ${stops(isGone)}
          then ${isGone ? 'gone' : 'failing'} else disabled_because end
      where id = ${webhookId}`)
  })
}

const stops = (isGone: boolean) =>
  sql`(${isGone} or coalesce(failing_since < now() - make_interval(days => ${bounds.webhookFailingDays}), false))`

/** Up to a fifth more, so that what failed together does not come back together; longer where the other side asks. */
function wait(seconds: number, retryAfter = '') {
  const asked = /^\d{1,6}$/.test(retryAfter) ? Math.min(Number(retryAfter), 86_400) : 0
  return Math.max(seconds * (1 + Math.random() / 5), asked)
}

const answered = (answer?: Answer) => ({
  answerStatus: answer?.status ?? null,
  answer: answer ? answer.text.replaceAll('\0', '').slice(0, answerCharacters).toWellFormed() : null,
})

function reasonOf(answer: Answer | undefined, error: unknown): Text {
  if (answer && answer.status >= 300 && answer.status < 400)
    return {
      es: 'Respondió con una redirección, y Folio no las sigue: pon la dirección definitiva.',
      en: 'It answered with a redirect, and Folio follows none: give the final address.',
    }
  if (answer) return { es: `Respondió ${answer.status}.`, en: `It answered ${answer.status}.` }
  if (error instanceof AppError) return error.text
  const { name, code = '' } = error as { name?: string; code?: string }
  if (name === 'TimeoutError')
    return {
      es: `No respondió en ${bounds.webhookMs / 1000} segundos.`,
      en: `It did not answer within ${bounds.webhookMs / 1000} seconds.`,
    }
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|ISSUER/.test(code))
    return {
      es: `Su certificado no es válido (${code}).`,
      en: `Its certificate is not valid (${code}).`,
    }
  return { es: `No hay conexión (${code || name}).`, en: `There is no connection (${code || name}).` }
}

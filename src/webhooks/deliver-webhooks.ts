import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { executePlanned } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { allowedAddress } from './allowed-address.ts'
import { makeDeliveries } from './make-deliveries.ts'
import { type Answer, postOnce } from './post-once.ts'
import { recordFailure, recordSuccess } from './record-attempt.ts'
import { signedHeaders } from './sign.ts'

type DeliverDeps = Pick<Deps, 'db' | 'config' | 'log'>

export interface Due {
  id: number
  webhookId: number
  messageId: string
  url: string
  secrets: string[]
  body: string
  attempts: number
}

/**
 * Tells webhooks what happened since the last time, a few at once for each: one that is slow holds up nobody but itself.
 * Returns when everything that was due has been tried.
 */
export async function deliverWebhooks(deps: DeliverDeps, signal: AbortSignal) {
  const calling = new Map<number, Promise<void>>()
  let due: Due[]
  do {
    while (!signal.aborted && (await makeDeliveries(deps.db))) {}
    due = signal.aborted ? [] : await claimDue(deps, [...calling.keys()])
    for (const [webhookId, some] of Map.groupBy(due, (each) => each.webhookId)) {
      const calls = Promise.all(some.map((each) => deliver(deps, each, signal)))
      calling.set(
        webhookId,
        calls
          .catch((error) => deps.log.warn('webhook', { webhook_id: webhookId, error }))
          .then(() => void calling.delete(webhookId)),
      )
    }
    if (calling.size) await Promise.race([...calling.values(), sleep(bounds.sweepMs)])
  } while (due.length || calling.size)
}

/** Counted and put off before they are sent: should this process die, another tries again, and not for ever. */
async function claimDue({ db }: DeliverDeps, busy: number[]): Promise<Due[]> {
  const rows = await executePlanned<Record<string, unknown>>(
    db,
    sql`
    update webhook_deliveries as delivery set
      attempts = attempts + 1, sent_at = now(),
      due_at = now() + make_interval(secs => ${bounds.webhookMs / 1000 + 60})
    from webhooks as webhook, lateral (
      select id from webhook_deliveries
      where webhook_id = webhook.id and status = 'waiting' and due_at <= now()
      order by due_at limit ${bounds.webhookCallsAtOnce} for update skip locked
    ) as due
    where webhook.enabled and webhook.id <> all(${`{${busy.join()}}`}::bigint[]) and delivery.id = due.id
    returning delivery.id, webhook_id, event_id, url, body, attempts, secret,
      case when previous_until > now() then previous_secret end as previous_secret`,
  )
  return rows.map((row) => ({
    id: Number(row.id),
    webhookId: Number(row.webhook_id),
    messageId: `msg_${row.webhook_id}_${row.event_id ?? `test${row.id}`}`,
    url: String(row.url),
    body: String(row.body),
    attempts: Number(row.attempts),
    secrets: [row.secret, row.previous_secret].filter((secret) => secret !== null).map(String),
  }))
}

async function deliver(deps: DeliverDeps, due: Due, stopping: AbortSignal) {
  const began = performance.now()
  const attempt = await call(deps, due, AbortSignal.any([stopping, AbortSignal.timeout(bounds.webhookMs)]))
  const tookMs = Math.round(performance.now() - began)
  if (stopping.aborted && 'error' in attempt) return handBack(deps, due)
  if ('answer' in attempt && attempt.answer.status >= 200 && attempt.answer.status < 300)
    await recordSuccess(deps, due, { tookMs, answer: attempt.answer })
  else await recordFailure(deps, due, { tookMs, ...attempt })
}

async function call(
  { config }: DeliverDeps,
  { messageId, url: target, body, secrets }: Due,
  signal: AbortSignal,
): Promise<{ answer: Answer } | { error: unknown }> {
  try {
    const url = new URL(target)
    const isPrivateAllowed = config.WEBHOOKS_PRIVATE === 'on'
    const { address } = await within(signal, allowedAddress(url, { isPrivateAllowed }))
    const signed = signedHeaders({ id: messageId, timestamp: Math.floor(Date.now() / 1000), body }, secrets)
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'Folio', ...signed }
    return { answer: await within(signal, postOnce({ url, address, headers, body, signal })) }
  } catch (error) {
    return { error: signal.aborted ? signal.reason : error }
  }
}

/** A name server that does not answer can't be told to stop. */
const within = <T>(signal: AbortSignal, promise: Promise<T>) =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
  ])

/** Stopped in the middle: as if it had not been begun. */
const handBack = ({ db }: DeliverDeps, { id }: Due) =>
  db.execute(
    sql`update webhook_deliveries set attempts = greatest(attempts - 1, 0), due_at = now() where id = ${id} and status = 'waiting'`,
  )

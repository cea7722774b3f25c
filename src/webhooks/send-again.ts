import { and, eq, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { findWebhook } from './webhook-queries.ts'
import { type Delivery, deliveries } from './webhooks.table.ts'

/** Sends something that only says that it is a test; what becomes of it is in the log. */
export async function sendTest({ db }: Pick<Deps, 'db'>, account: Account, id: number): Promise<Delivery> {
  const webhook = await findWebhook(db, account, id)
  if (!webhook.enabled) throw resting()
  const message = { type: 'webhook.test', timestamp: new Date().toISOString(), data: { webhook_id: id } }
  const [sent] = await db
    .insert(deliveries)
    .values({ webhookId: id, type: 'webhook.test', body: JSON.stringify(message) })
    .returning()
  return sent!
}

const afresh = { status: 'waiting', attempts: 0, dueAt: sql`now()` } as const

/** Sends one again, the same bytes under the same id. */
export async function replayDelivery(
  { db }: Pick<Deps, 'db'>,
  account: Account,
  webhookId: number,
  id: number,
): Promise<Delivery> {
  const webhook = await findWebhook(db, account, webhookId)
  if (!webhook.enabled) throw resting()
  const [again] = await db
    .update(deliveries)
    .set(afresh)
    .where(and(eq(deliveries.id, id), eq(deliveries.webhookId, webhookId)))
    .returning()
  if (!again)
    throw new AppError('not-found', {
      es: 'Ese envío ya no se conserva.',
      en: 'That delivery is no longer kept.',
    })
  return again
}

/** Sends again everything that was given up. How many that are. */
export async function replayFailed({ db }: Pick<Deps, 'db'>, account: Account, webhookId: number) {
  const webhook = await findWebhook(db, account, webhookId)
  if (!webhook.enabled) throw resting()
  const { count } = await db
    .update(deliveries)
    .set(afresh)
    .where(and(eq(deliveries.webhookId, webhookId), eq(deliveries.status, 'failed')))
  return count
}

const resting = () =>
  new AppError('conflict', {
    es: 'Este webhook está desactivado: actívalo primero.',
    en: 'This webhook is switched off: switch it on first.',
  })

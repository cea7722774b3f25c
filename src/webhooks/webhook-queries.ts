import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { gone } from './change-webhooks.ts'
import { type Delivery, type DeliveryStatus, deliveries, type Webhook, webhooks } from './webhooks.table.ts'

export async function listWebhooks(db: Db, account: Account): Promise<Webhook[]> {
  requireAdmin(account)
  return db.select().from(webhooks).orderBy(asc(webhooks.id))
}

export async function findWebhook(db: Db, account: Account, id: number): Promise<Webhook> {
  requireAdmin(account)
  const [webhook] = await db.select().from(webhooks).where(eq(webhooks.id, id))
  return webhook ?? gone()
}

interface Page {
  status?: DeliveryStatus
  before?: number
  perPage: number
}

/** What a webhook was told, the newest first. */
export async function listDeliveries(db: Db, webhook: Webhook, { status, before, perPage }: Page) {
  const rows = await db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.webhookId, webhook.id),
        status && eq(deliveries.status, status),
        before === undefined ? undefined : lt(deliveries.id, before),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(perPage + 1)
  const items: Delivery[] = rows.slice(0, perPage)
  return { items, nextCursor: rows.length > perPage ? items.at(-1)!.id : null }
}

export type DeliveryCounts = Record<DeliveryStatus, number>

/** How many of its deliveries that are still known wait, arrived or were given up. */
export async function countDeliveries(db: Db, { id }: Webhook): Promise<DeliveryCounts> {
  const rows = await db
    .select({ status: deliveries.status, count: sql<number>`count(*)::int` })
    .from(deliveries)
    .where(eq(deliveries.webhookId, id))
    .groupBy(deliveries.status)
  return {
    waiting: 0,
    delivered: 0,
    failed: 0,
    ...Object.fromEntries(rows.map(({ status, count }) => [status, count])),
  }
}

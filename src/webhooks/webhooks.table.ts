import { bigint, boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { jsonb } from '../db/jsonb.ts'
import type { Text } from '../language.ts'
import type { WebhookType } from './webhook-types.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const webhooks = pgTable('webhooks', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  url: text('url').notNull(),
  description: text('description').notNull().default(''),
  secret: text('secret').notNull(),
  previousSecret: text('previous_secret'),
  previousUntil: time('previous_until'),
  types: text('types').array().$type<WebhookType[]>().notNull(),
  enabled: boolean('enabled').notNull().default(true),
  disabledBecause: text('disabled_because').$type<'failing' | 'gone'>(),
  failingSince: time('failing_since'),
  lastEvent: bigint('last_event', { mode: 'number' }).notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
})
export type Webhook = typeof webhooks.$inferSelect

export const deliveries = pgTable('webhook_deliveries', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  webhookId: bigint('webhook_id', { mode: 'number' }).notNull(),
  eventId: bigint('event_id', { mode: 'number' }),
  type: text('type').$type<WebhookType | 'webhook.test'>().notNull(),
  body: text('body').notNull(),
  status: text('status').$type<DeliveryStatus>().notNull().default('waiting'),
  attempts: integer('attempts').notNull().default(0),
  dueAt: time('due_at').notNull().defaultNow(),
  createdAt: time('created_at').notNull().defaultNow(),
  sentAt: time('sent_at'),
  tookMs: integer('took_ms'),
  answerStatus: integer('answer_status'),
  answer: text('answer'),
  failure: jsonb<Text>('failure'),
})
export type Delivery = typeof deliveries.$inferSelect

export const deliveryStatuses = ['waiting', 'delivered', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { Language } from '../language.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { addWebhook, changeSecret, changeWebhook, removeWebhook } from './change-webhooks.ts'
import { replayDelivery, replayFailed, sendTest } from './send-again.ts'
import { webhookShape } from './webhook-form.ts'
import { findWebhook, listDeliveries, listWebhooks } from './webhook-queries.ts'
import { webhookTypes } from './webhook-types.ts'
import { type Delivery, deliveryStatuses, type Webhook } from './webhooks.table.ts'

const webhookJson = z
  .object({
    id: z.int(),
    url: z.string(),
    description: z.string(),
    types: z.array(z.enum(webhookTypes)),
    enabled: z.boolean(),
    disabled_because: z
      .enum(['failing', 'gone'])
      .nullable()
      .describe('Why Folio has stopped: days of failures, or a 410'),
    failing_since: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' })
const withSecret = webhookJson
  .extend({ secret: z.string().describe('Told only now') })
  .meta({ id: 'NewWebhook' })

const deliveryJson = z
  .object({
    id: z.int(),
    type: z.string(),
    status: z.enum(deliveryStatuses),
    attempts: z.int(),
    next_attempt_at: z.iso.datetime().nullable(),
    sent_at: z.iso.datetime().nullable(),
    took_ms: z.int().nullable(),
    answer_status: z.int().nullable(),
    answer: z.string().nullable().describe('The beginning of the answer'),
    failure: z.string().nullable(),
    body: z.string().describe('The very text that was signed'),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'WebhookDelivery' })

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const byId = '/api/webhooks/:id{[0-9]+}'
const params = z.object({ id })
const failures = ['not-found'] as const
const aWebhook = { 200: { description: 'The webhook as it is now', schema: webhookJson } }
const signature =
  'Calls follow standardwebhooks.com: a POST of `{type, timestamp, data}` with `webhook-id`, `webhook-timestamp` and `webhook-signature` (`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, keyed with what follows `whsec_`). Any 2xx within 15 seconds is success; otherwise it comes again, with growing pauses, for about a day, under the same id. They may come in another order than things happened.'

/** Programs elsewhere that are told what happens; the business of administrators. */
export function webhooksApi(deps: Deps) {
  const api = createApi('Webhooks')
  api.get(
    '/api/webhooks',
    {
      summary: 'Webhooks, the oldest first',
      answers: { 200: { description: 'All of them', schema: z.object({ items: z.array(webhookJson) }) } },
    },
    async (c) => c.json({ items: (await listWebhooks(deps.db, c.var.account)).map(toJson) }),
  )
  api.post(
    '/api/webhooks',
    {
      summary: 'Add a webhook',
      description: signature,
      body: z.strictObject({ ...webhookShape, description: webhookShape.description.default('') }),
      example: { url: 'https://example.com/folio', types: ['invoice.processed'], description: 'ERP' },
      answers: { 201: { description: 'The webhook, with its secret', schema: withSecret } },
      failures: ['conflict', 'invalid'],
    },
    async (c, { body }) => {
      const added = await addWebhook(deps, c.var.account, body)
      return c.json({ ...toJson(added), secret: added.secret }, 201)
    },
  )
  api.get(
    byId,
    { summary: 'One webhook', params, answers: aWebhook, failures: [...failures] },
    async (c, given) => c.json(toJson(await findWebhook(deps.db, c.var.account, given.params.id))),
  )
  api.patch(
    byId,
    {
      summary: 'Change a webhook, or switch it on or off',
      params,
      body: z.strictObject({ ...webhookShape, enabled: z.boolean() }).partial(),
      example: { enabled: true },
      answers: aWebhook,
      failures: [...failures, 'invalid'],
    },
    async (c, given) => c.json(toJson(await changeWebhook(deps, c.var.account, given.params.id, given.body))),
  )
  api.delete(
    byId,
    {
      summary: 'Remove a webhook and its log',
      params,
      answers: { 204: { description: 'It is removed' } },
      failures: [...failures],
    },
    async (c, given) => {
      await removeWebhook(deps, c.var.account, given.params.id)
      return c.body(null, 204)
    },
  )
  api.post(
    `${byId}/secret`,
    {
      summary: 'Give it a new secret; for a day the one before signs too',
      params,
      answers: { 200: { description: 'The webhook, with its new secret', schema: withSecret } },
      failures: [...failures],
    },
    async (c, given) => {
      const changed = await changeSecret(deps, c.var.account, given.params.id)
      return c.json({ ...toJson(changed), secret: changed.secret })
    },
  )
  addDeliveries(api, deps)
  return api
}

function addDeliveries(api: ReturnType<typeof createApi>, deps: Deps) {
  const aDelivery = { 202: { description: 'It is on its way', schema: deliveryJson } }
  api.post(
    `${byId}/test`,
    { summary: 'Send a test', params, answers: aDelivery, failures: [...failures, 'conflict'] },
    async (c, given) =>
      c.json(deliveryToJson(await sendTest(deps, c.var.account, given.params.id), languageFor(c)), 202),
  )
  api.get(
    `${byId}/deliveries`,
    {
      summary: 'What it was told, the newest first',
      params,
      query: z.object({
        status: z.enum(deliveryStatuses).optional(),
        cursor: id.optional(),
        per_page: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answers: {
        200: {
          description: 'Deliveries, kept for a month',
          schema: z.object({ items: z.array(deliveryJson), next_cursor: z.int().nullable() }),
        },
      },
      failures: [...failures],
    },
    async (c, given) => {
      const webhook = await findWebhook(deps.db, c.var.account, given.params.id)
      const { status, cursor, per_page: perPage } = given.query
      const { items, nextCursor } = await listDeliveries(deps.db, webhook, {
        status,
        before: cursor,
        perPage,
      })
      return c.json({
        items: items.map((each) => deliveryToJson(each, languageFor(c))),
        next_cursor: nextCursor,
      })
    },
  )
  api.post(
    `${byId}/deliveries/:delivery{[0-9]+}/replay`,
    {
      summary: 'Send one again: the same text under the same id',
      params: z.object({ id, delivery: id }),
      answers: aDelivery,
      failures: [...failures, 'conflict'],
    },
    async (c, given) => {
      const again = await replayDelivery(deps, c.var.account, given.params.id, given.params.delivery)
      return c.json(deliveryToJson(again, languageFor(c)), 202)
    },
  )
  api.post(
    `${byId}/replay`,
    {
      summary: 'Send again everything that was given up',
      params,
      answers: { 202: { description: 'How many', schema: z.object({ replayed: z.int() }) } },
      failures: [...failures, 'conflict'],
    },
    async (c, given) => c.json({ replayed: await replayFailed(deps, c.var.account, given.params.id) }, 202),
  )
}

const toJson = (webhook: Webhook): z.infer<typeof webhookJson> => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  types: webhook.types,
  enabled: webhook.enabled,
  disabled_because: webhook.disabledBecause,
  failing_since: webhook.failingSince?.toISOString() ?? null,
  created_at: webhook.createdAt.toISOString(),
})

const deliveryToJson = (delivery: Delivery, language: Language): z.infer<typeof deliveryJson> => ({
  id: delivery.id,
  type: delivery.type,
  status: delivery.status,
  attempts: delivery.attempts,
  next_attempt_at: delivery.status === 'waiting' ? delivery.dueAt.toISOString() : null,
  sent_at: delivery.sentAt?.toISOString() ?? null,
  took_ms: delivery.tookMs,
  answer_status: delivery.answerStatus,
  answer: delivery.answer,
  failure: delivery.failure?.[language] ?? null,
  body: delivery.body,
  created_at: delivery.createdAt.toISOString(),
})

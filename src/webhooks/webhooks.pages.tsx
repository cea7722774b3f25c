import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { settingsWordsIn } from '../../views/settings/settings-words.ts'
import type { WebhookDraft } from '../../views/settings/webhook-form.tsx'
import { WebhookPage } from '../../views/settings/webhook-page.tsx'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { ShowSettings } from '../settings/settings.pages.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { addWebhook, changeSecret, changeWebhook, removeWebhook } from './change-webhooks.ts'
import { replayDelivery, replayFailed, sendTest } from './send-again.ts'
import { type WebhookGiven, webhookShape } from './webhook-form.ts'
import { countDeliveries, findWebhook, listDeliveries } from './webhook-queries.ts'
import { deliveryStatuses } from './webhooks.table.ts'

const perPage = 50
const path = '/settings/webhooks/:id{[0-9]{1,15}}'
const form = z.object(webhookShape)
const idOf = (c: Context) => Number(c.req.param('id'))
const addressOf = (c: Context) => `/settings/webhooks/${idOf(c)}`

/** Webhooks for people. What was written wrongly comes back as it was written, with the reason beside it. */
export function webhookPages(deps: Deps, showSettings: ShowSettings) {
  async function show(c: Context<SignedIn>, draft?: WebhookDraft) {
    const { account } = c.var
    const webhook = await findWebhook(deps.db, account, idOf(c))
    const status = deliveryStatuses.find((each) => each === c.req.query('status'))
    const cursor = c.req.query('cursor') ?? ''
    const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
    const [counts, { items, nextCursor }] = await Promise.all([
      countDeliveries(deps.db, webhook),
      listDeliveries(deps.db, webhook, { status, before, perPage }),
    ])
    return (
      <WebhookPage
        language={languageFor(c)}
        account={account}
        webhook={webhook}
        draft={draft ?? { ...webhook, faults: {} }}
        counts={counts}
        deliveries={items}
        status={status}
        nextCursor={nextCursor}
      />
    )
  }
  return (
    new Hono<SignedIn>()
      .post('/settings/webhooks', async (c) => {
        const outcome = await given(c, (webhook) => addWebhook(deps, c.var.account, webhook))
        if ('draft' in outcome) return c.html(await showSettings(c, outcome), 422)
        return c.redirect(`/settings/webhooks/${outcome.done.id}`, 303)
      })
      .get(path, async (c) => c.html(await show(c)))
      .post(path, async (c) => {
        const outcome = await given(c, (webhook) => changeWebhook(deps, c.var.account, idOf(c), webhook))
        if ('draft' in outcome) return c.html(await show(c, outcome.draft), 422)
        return c.redirect(addressOf(c), 303)
      })
      .post(`${path}/test`, async (c) => {
        await sendTest(deps, c.var.account, idOf(c))
        return c.redirect(`${addressOf(c)}#deliveries`, 303)
      })
      .post(`${path}/state`, async (c) => {
        const sent = await c.req.formData().catch(() => new FormData())
        await changeWebhook(deps, c.var.account, idOf(c), { enabled: sent.get('enabled') === 'true' })
        return c.redirect(addressOf(c), 303)
      })
      .post(`${path}/secret`, async (c) => {
        await changeSecret(deps, c.var.account, idOf(c))
        return c.redirect(addressOf(c), 303)
      })
      .post(`${path}/removal`, async (c) => {
        await removeWebhook(deps, c.var.account, idOf(c))
        return c.redirect('/settings#webhooks', 303)
      })
      .post(`${path}/replay`, async (c) => {
        await replayFailed(deps, c.var.account, idOf(c))
        return c.redirect(`${addressOf(c)}#deliveries`, 303)
      })
      .post(`${path}/deliveries/:delivery{[0-9]{1,15}}/replay`, async (c) => {
        const delivery = Number(c.req.param('delivery'))
        await replayDelivery(deps, c.var.account, idOf(c), delivery)
        return c.redirect(`${addressOf(c)}#delivery-${delivery}`, 303)
      })
      // where a browser stands after a form came back; asked for again it is the page
      .get('/settings/webhooks', (c) => c.redirect('/settings#webhooks', 303))
      .get(`${path}/:action{test|state|secret|replay}`, (c) => c.redirect(addressOf(c), 303))
  )
}

/** Does it with what a form says, or tells what is wrong with that. */
async function given<T>(
  c: Context<SignedIn>,
  act: (webhook: WebhookGiven) => Promise<T>,
): Promise<{ done: T } | { draft: WebhookDraft }> {
  const language = languageFor(c)
  const sent = await c.req.formData().catch(() => new FormData())
  const textOf = (name: string) => String(sent.get(name) ?? '')
  const written = {
    url: textOf('url'),
    description: textOf('description'),
    types: sent.getAll('types').map(String),
  }
  const parsed = form.safeParse(written)
  if (!parsed.success) {
    const t = settingsWordsIn(language)
    const words = { url: t.addressFault, description: t.descriptionFault, types: t.typesFault }
    const wrong = new Set(parsed.error.issues.map(({ path: [name] }) => name as keyof typeof words))
    return {
      draft: { ...written, faults: Object.fromEntries([...wrong].map((name) => [name, words[name]])) },
    }
  }
  try {
    return { done: await act(parsed.data) }
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid', 'conflict'].includes(error.kind)) throw error
    return { draft: { ...written, faults: {}, refusal: error.text[language] } }
  }
}

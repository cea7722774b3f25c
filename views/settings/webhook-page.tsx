import type { Role } from '../../src/accounts/accounts.table.ts'
import type { Language } from '../../src/language.ts'
import type { DeliveryCounts } from '../../src/webhooks/webhook-queries.ts'
import {
  type Delivery,
  type DeliveryStatus,
  deliveryStatuses,
  type Webhook,
} from '../../src/webhooks/webhooks.table.ts'
import { Layout } from '../layout.tsx'
import { wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { Pager } from '../parts/pager.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { DeliveryItem } from './delivery-item.tsx'
import { settingsWordsIn } from './settings-words.ts'
import { type WebhookDraft, WebhookFields } from './webhook-form.tsx'
import { WebhookState } from './webhook-item.tsx'

interface Props {
  language: Language
  account: { name: string; role: Role }
  webhook: Webhook
  draft: WebhookDraft
  counts: DeliveryCounts
  deliveries: Delivery[]
  status?: DeliveryStatus
  nextCursor: number | null
}

/** One webhook: what it is told, how that went, and what can be done about it. */
export const WebhookPage = (props: Props) => {
  const { language, account, webhook, draft } = props
  const t = settingsWordsIn(language)
  const { id, disabledBecause } = webhook
  return (
    <Layout language={language} title={wordsIn(language).settings} account={account}>
      <div class="head">
        <div class="ways">
          <a href="/settings#webhooks">← {wordsIn(language).settings}</a>
        </div>
        <h1>{webhook.description || webhook.url}</h1>
        <p>
          <WebhookState webhook={webhook} language={language} />
        </p>
      </div>
      {disabledBecause && (
        <Notice kind="warning">{disabledBecause === 'gone' ? t.offGone : t.offFailing}</Notice>
      )}
      <div class="settings">
        <section class="panel">
          <form method="post" action={`/settings/webhooks/${id}`} class="webhook-form" novalidate>
            <WebhookFields draft={draft} language={language} />
            <button type="submit" class="primary">
              {wordsIn(language).save}
            </button>
          </form>
        </section>
        <Actions webhook={webhook} language={language} />
        <Deliveries {...props} />
      </div>
    </Layout>
  )
}

const Actions = ({ webhook, language }: { webhook: Webhook; language: Language }) => {
  const t = settingsWordsIn(language)
  const { id, enabled, secret } = webhook
  return (
    <section class="panel actions-panel">
      <div class="ways">
        {enabled && (
          <form method="post" action={`/settings/webhooks/${id}/test`}>
            <button type="submit">{t.sendTest}</button>
          </form>
        )}
        <form method="post" action={`/settings/webhooks/${id}/state`}>
          <button type="submit" name="enabled" value={String(!enabled)}>
            {enabled ? t.switchOff : t.switchOn}
          </button>
        </form>
      </div>
      <details>
        <summary>{t.secret}</summary>
        <p class="quiet">{t.secretIs}</p>
        <p>
          <code class="file secret">{secret}</code>
        </p>
        <form method="post" action={`/settings/webhooks/${id}/secret`}>
          <button type="submit">{t.newSecret}</button>
          <span class="quiet"> {t.newSecretIs}</span>
        </form>
      </details>
      <details>
        <summary>{t.remove}</summary>
        <form method="post" action={`/settings/webhooks/${id}/removal`}>
          <button type="submit" class="danger">
            {t.removeSure}
          </button>
        </form>
      </details>
    </section>
  )
}

/** Soon it is told how this one went: worth looking again. */
const isImminent = ({ status, dueAt }: Delivery) =>
  status === 'waiting' && dueAt.getTime() - Date.now() < lookAgainForMs
const lookAgainForMs = 90_000

const Deliveries = ({ webhook, counts, deliveries, status, nextCursor, language }: Props) => {
  const t = settingsWordsIn(language)
  const address = `/settings/webhooks/${webhook.id}`
  const total = counts.waiting + counts.delivered + counts.failed
  const tabs = [
    [undefined, t.all, total] as const,
    ...deliveryStatuses.map((each) => [each, t[each], counts[each]] as const),
  ]
  const isChanging = webhook.enabled && deliveries.some(isImminent)
  return (
    <section
      id="log"
      class="panel wide"
      aria-labelledby="deliveries"
      hx-get={isChanging ? `${address}${status ? `?status=${status}` : ''}` : undefined}
      hx-trigger={isChanging ? 'every 2s' : undefined}
      hx-select="#log"
      hx-swap="outerHTML show:none"
    >
      <h2 id="deliveries">{t.deliveries}</h2>
      <nav class="tabs" aria-label={t.byState}>
        {tabs.map(([each, label, count]) => (
          <a
            href={`${address}${each ? `?status=${each}` : ''}#deliveries`}
            aria-current={each === status ? 'page' : undefined}
          >
            {label} <span class="count">{wholeNumber(count, language)}</span>
          </a>
        ))}
      </nav>
      {webhook.enabled && counts.failed > 0 && (
        <form method="post" action={`${address}/replay`} class="all-again">
          <button type="submit">{fill(t.allAgain, { n: wholeNumber(counts.failed, language) })}</button>
        </form>
      )}
      <ol class="log">
        {deliveries.map((delivery) => (
          <DeliveryItem delivery={delivery} isOn={webhook.enabled} language={language} />
        ))}
      </ol>
      {deliveries.length === 0 && <p class="quiet">{t.noDeliveries}</p>}
      <Pager
        language={language}
        label={wordsIn(language).pages}
        next={
          nextCursor === null
            ? undefined
            : `${address}?${status ? `status=${status}&` : ''}cursor=${nextCursor}#deliveries`
        }
      />
    </section>
  )
}

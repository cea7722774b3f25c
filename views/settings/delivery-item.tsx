import type { Language } from '../../src/language.ts'
import type { Delivery, DeliveryStatus } from '../../src/webhooks/webhooks.table.ts'
import { Time } from '../parts/time.tsx'
import { fill } from '../parts/words.ts'
import { type SettingsWords, settingsWordsIn, webhookTypeNames } from './settings-words.ts'

interface Props {
  delivery: Delivery
  /** Whether it can be sent again. */
  isOn: boolean
  language: Language
}

const badges = {
  waiting: ['processing', 'oneWaiting'],
  delivered: ['processed', 'oneDelivered'],
  failed: ['failed', 'oneFailed'],
} as const satisfies Record<DeliveryStatus, [string, keyof SettingsWords]>

/** One call: what it said, and how that went. */
export const DeliveryItem = ({ delivery, isOn, language }: Props) => {
  const t = settingsWordsIn(language)
  const { id, webhookId, type, status, attempts, dueAt, createdAt, answerStatus, tookMs, failure } = delivery
  const [badge, label] = badges[status]
  return (
    <li id={`delivery-${id}`}>
      <p>
        <span class={`badge ${badge}`}>{t[label]}</span> <strong>{webhookTypeNames[type][language]}</strong>
      </p>
      <p class="quiet">
        <Time at={createdAt} language={language} />
        {attempts > 1 && ` · ${fill(t.attempts, { n: attempts })}`}
        {answerStatus !== null && ` · ${fill(t.answered, { status: answerStatus, ms: tookMs ?? 0 })}`}
        {status === 'waiting' && attempts > 0 && (
          <>
            {' '}
            · {t.nextAttempt}: <Time at={dueAt} language={language} />
          </>
        )}
      </p>
      {failure && status !== 'delivered' && <p class="fault">{failure[language]}</p>}
      <details class="quiet">
        <summary>{t.whatWasSent}</summary>
        <pre tabindex={0}>{delivery.body}</pre>
        {delivery.answer && <pre tabindex={0}>{delivery.answer}</pre>}
      </details>
      {isOn && status !== 'waiting' && (
        <form method="post" action={`/settings/webhooks/${webhookId}/deliveries/${id}/replay`}>
          <button type="submit">{t.again}</button>
        </form>
      )}
    </li>
  )
}

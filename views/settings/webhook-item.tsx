import type { Language } from '../../src/language.ts'
import type { Webhook } from '../../src/webhooks/webhooks.table.ts'
import { Time } from '../parts/time.tsx'
import { settingsWordsIn, webhookTypeNames } from './settings-words.ts'

interface Props {
  webhook: Webhook
  language: Language
}

export const WebhookItem = ({ webhook, language }: Props) => (
  <li>
    <p>
      <WebhookState webhook={webhook} language={language} />{' '}
      <a class="file" href={`/settings/webhooks/${webhook.id}`}>
        {webhook.url}
      </a>
    </p>
    {webhook.description && <p>{webhook.description}</p>}
    <p class="quiet">{webhook.types.map((type) => webhookTypeNames[type][language]).join(' · ')}</p>
  </li>
)

export const WebhookState = ({ webhook: { enabled, failingSince }, language }: Props) => {
  const t = settingsWordsIn(language)
  if (!enabled) return <span class="badge">{t.off}</span>
  if (!failingSince) return <span class="badge processed">{t.active}</span>
  return (
    <span class="badge waiting_validation">
      {t.failingSince} <Time at={failingSince} language={language} />
    </span>
  )
}

import type { Child } from 'hono/jsx'
import type { Role } from '../../src/accounts/accounts.table.ts'
import type { Arrival, WatchedPlace } from '../../src/intake/arrivals.table.ts'
import type { Language } from '../../src/language.ts'
import type { Webhook } from '../../src/webhooks/webhooks.table.ts'
import { Layout } from '../layout.tsx'
import { wordsIn } from '../parts/words.ts'
import { ArrivalItem } from './arrival-item.tsx'
import { FolderPanel } from './folder-panel.tsx'
import { type Limits, MailboxPanel } from './mailbox-panel.tsx'
import { settingsWordsIn } from './settings-words.ts'
import { NewWebhook, type WebhookDraft } from './webhook-form.tsx'
import { WebhookItem } from './webhook-item.tsx'

export interface SettingsProps {
  language: Language
  account: { name: string; role: Role }
  places: WatchedPlace[]
  arrivals: Arrival[]
  webhooks: Webhook[]
  /** Who may send, where this process knows the mailbox. */
  senders?: string[]
  limits: Limits
  /** What came of trying the mailbox just now. */
  trial?: Child
  /** A webhook that could not be added as it was written. */
  draft?: WebhookDraft
}

/** How documents come in by themselves, and who is told what happens. */
export const SettingsPage = (props: SettingsProps) => {
  const { language, account, places, arrivals, webhooks, draft } = props
  const t = settingsWordsIn(language)
  const title = wordsIn(language).settings
  return (
    <Layout language={language} title={title} account={account}>
      <div class="head">
        <h1>{title}</h1>
        <p class="quiet">{t.settingsAre}</p>
      </div>
      <div class="settings">
        <FolderPanel places={places.filter(({ way }) => way === 'folder')} language={language} />
        <MailboxPanel {...props} places={places.filter(({ way }) => way === 'mailbox')} />
        <section class="panel wide" aria-labelledby="arrivals">
          <h2 id="arrivals">{t.cameLately}</h2>
          <ol class="log">
            {arrivals.map((arrival) => (
              <ArrivalItem arrival={arrival} language={language} />
            ))}
          </ol>
          {arrivals.length === 0 && <p class="quiet">{t.nothingCame}</p>}
        </section>
        <section class="panel wide" aria-labelledby="webhooks">
          <h2 id="webhooks">{t.webhooks}</h2>
          <p class="quiet">{t.webhooksAre}</p>
          <ul class="log">
            {webhooks.map((webhook) => (
              <WebhookItem webhook={webhook} language={language} />
            ))}
          </ul>
          {webhooks.length === 0 && <p class="quiet">{t.noWebhooks}</p>}
          <NewWebhook draft={draft} language={language} />
        </section>
      </div>
    </Layout>
  )
}

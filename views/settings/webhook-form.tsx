import type { Language } from '../../src/language.ts'
import { webhookTypes } from '../../src/webhooks/webhook-types.ts'
import { Notice } from '../parts/notice.tsx'
import { settingsWordsIn, webhookTypeNames } from './settings-words.ts'

/** A webhook as somebody writes it, with what is wrong about it. */
export interface WebhookDraft {
  url: string
  description: string
  types: string[]
  faults: Partial<Record<'url' | 'description' | 'types', string>>
  /** What is wrong with it as a whole. */
  refusal?: string
}

export const noDraft: WebhookDraft = {
  url: '',
  description: '',
  types: [
    'invoice.waiting_validation',
    'invoice.processed',
    'invoice.rejected',
    'invoice.failed',
    'batch.done',
  ],
  faults: {},
}

interface Props {
  draft: WebhookDraft
  language: Language
}

export const WebhookFields = ({ draft: { url, description, types, faults, refusal }, language }: Props) => {
  const t = settingsWordsIn(language)
  return (
    <>
      {refusal && (
        <Notice kind="bad" focus>
          {refusal}
        </Notice>
      )}
      <div>
        <label for="url">{t.address}</label>
        <input
          id="url"
          name="url"
          type="url"
          required
          maxlength={2000}
          value={url}
          placeholder="https://"
          aria-invalid={faults.url ? 'true' : undefined}
          aria-describedby={faults.url ? 'url-fault' : 'url-hint'}
          autofocus={faults.url !== undefined}
        />
        {faults.url ? (
          <p id="url-fault" class="fault">
            {faults.url}
          </p>
        ) : (
          <p id="url-hint" class="quiet">
            {t.addressHint}
          </p>
        )}
      </div>
      <div>
        <label for="description">{t.description}</label>
        <input
          id="description"
          name="description"
          maxlength={200}
          value={description}
          aria-invalid={faults.description ? 'true' : undefined}
          aria-describedby={faults.description ? 'description-fault' : undefined}
        />
        {faults.description && (
          <p id="description-fault" class="fault">
            {faults.description}
          </p>
        )}
      </div>
      <fieldset class="types" aria-describedby={faults.types ? 'types-fault' : undefined}>
        <legend>{t.toldOf}</legend>
        {webhookTypes.map((type) => (
          <label>
            <input type="checkbox" name="types" value={type} checked={types.includes(type)} />
            <span>
              {webhookTypeNames[type][language]} <code class="quiet">{type}</code>
            </span>
          </label>
        ))}
        {faults.types && (
          <p id="types-fault" class="fault">
            {faults.types}
          </p>
        )}
      </fieldset>
    </>
  )
}

/** Closed until somebody wants one. */
export const NewWebhook = ({ draft, language }: { draft?: WebhookDraft; language: Language }) => {
  const t = settingsWordsIn(language)
  return (
    <details open={draft !== undefined}>
      <summary>{t.addWebhook}</summary>
      <form method="post" action="/settings/webhooks" class="webhook-form" novalidate>
        <WebhookFields draft={draft ?? noDraft} language={language} />
        <button type="submit" class="primary">
          {t.add}
        </button>
      </form>
    </details>
  )
}

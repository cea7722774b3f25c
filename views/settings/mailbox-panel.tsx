import type { Child } from 'hono/jsx'
import type { WatchedPlace } from '../../src/intake/arrivals.table.ts'
import type { Language } from '../../src/language.ts'
import { fill } from '../parts/words.ts'
import { PlaceState } from './place-state.tsx'
import { settingsWordsIn } from './settings-words.ts'

/** In megabytes. */
export interface Limits {
  file: number
  mail: number
}

interface Props {
  places: WatchedPlace[]
  senders?: string[]
  limits: Limits
  trial?: Child
  language: Language
}

export const MailboxPanel = ({ places, senders, limits, trial, language }: Props) => {
  const t = settingsWordsIn(language)
  const isSet = senders !== undefined || places.length > 0
  return (
    <section class="panel" aria-labelledby="mailbox">
      <h2 id="mailbox">{t.mailbox}</h2>
      {trial}
      {places.map((place) => (
        <PlaceState place={place} language={language} />
      ))}
      <p class="quiet">{isSet ? t.mailboxIs : t.mailboxHow}</p>
      {senders && (
        <p class="quiet">
          {t.mailSenders}:{' '}
          {senders.includes('*') ? t.everybody : senders.map((sender) => <code class="file">{sender} </code>)}
        </p>
      )}
      {isSet && (
        <details class="quiet">
          <summary>{t.whatIsRefused}</summary>
          <ul class="points">
            <li>{fill(t.takenFromMail, { ...limits })}</li>
            <li>{t.refusedStrangers}</li>
            <li>{fill(t.refusedLarge, { ...limits })}</li>
            <li>{t.refusedKinds}</li>
            <li>{t.passedOver}</li>
          </ul>
        </details>
      )}
      {senders && (
        <form method="post" action="/settings/mailbox-trial">
          <button type="submit">{t.tryMailbox}</button>
        </form>
      )}
    </section>
  )
}

import type { ListedSession } from '../../src/accounts/sessions.ts'
import type { Language } from '../../src/language.ts'
import { moment } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { browserName } from './browser-name.ts'

interface Props {
  language: Language
  sessions: ListedSession[]
  /** The one this page is seen with, if it is one of them. */
  current?: number
  address: string
}

/** Where an account is signed in, and the way to end that. */
export const SessionsPanel = ({ language, sessions, current, address }: Props) => {
  const t = wordsIn(language)
  const others = sessions.filter(({ id }) => id !== current)
  return (
    <section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">{t.sessions}</h2>
      {sessions.length === 0 && <p class="quiet">{t.noSessions}</p>}
      <ul class="ways-in">
        {sessions.map(({ id, browser, usedAt }) => (
          <li>
            <div>
              <strong>{browserName(browser) ?? t.unknownBrowser}</strong>{' '}
              <span class="quiet">
                {id === current ? t.sessionHere : fill(t.usedLast, { when: moment(usedAt, language) })}
              </span>
            </div>
            {id !== current && (
              <form method="post" action={`${address}/sessions/${id}/removal`}>
                <button type="submit">{t.endSession}</button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <form method="post" action={`${address}/sessions/removal`}>
          <button type="submit" class="danger">
            {current === undefined ? t.endAll : t.endOthers}
          </button>
        </form>
      )}
    </section>
  )
}

import type { WatchedPlace } from '../../src/intake/arrivals.table.ts'
import type { Language } from '../../src/language.ts'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { settingsWordsIn } from './settings-words.ts'

/** Where documents come from, and whether that works. */
export const PlaceState = ({ place, language }: { place: WatchedPlace; language: Language }) => {
  const t = settingsWordsIn(language)
  const { name, lookedAt, failure } = place
  const [state, label] = failure
    ? ['failed', t.fails]
    : lookedAt
      ? ['processed', t.works]
      : ['processing', t.waits]
  return (
    <div class="place">
      <p>
        <span class={`badge ${state}`}>{label}</span> <code class="file">{name}</code>
      </p>
      {failure && <Notice kind="bad">{failure[language]}</Notice>}
      <p class="quiet">
        {lookedAt ? (
          <>
            {t.lookedAt}: <Time at={lookedAt} language={language} />
          </>
        ) : (
          t.neverLooked
        )}
      </p>
    </div>
  )
}

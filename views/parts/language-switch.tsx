import { type Language, languages } from '../../src/language.ts'
import { wordsIn } from './words.ts'

const names = { es: 'Español', en: 'English' } as const

/** A plain form: where it leads back to is the page it was on. */
export const LanguageSwitch = ({ language }: { language: Language }) => (
  <form method="post" action="/language" class="language" aria-label={wordsIn(language).language}>
    {languages.map((each) => (
      <button
        type="submit"
        name="language"
        value={each}
        lang={each}
        title={names[each]}
        aria-pressed={each === language ? 'true' : 'false'}
      >
        {each.toUpperCase()}
      </button>
    ))}
  </form>
)

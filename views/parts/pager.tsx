import type { Language } from '../../src/language.ts'
import { wordsIn } from './words.ts'

interface Props {
  language: Language
  label: string
  /** Where the list begins, if this is not its beginning. */
  first?: string
  /** Where it goes on, if it does. */
  next?: string
}

/** The ways through a long list; nothing where one page holds all of it. */
export const Pager = ({ language, label, first, next }: Props) => {
  const t = wordsIn(language)
  if (first === undefined && next === undefined) return null
  return (
    <nav class="pager" aria-label={label}>
      {first !== undefined && <a href={first}>← {t.first}</a>}
      {next !== undefined && (
        <a href={next} rel="next">
          {t.next} →
        </a>
      )}
    </nav>
  )
}

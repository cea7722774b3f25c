import type { Check } from '../../src/invoices/checks.ts'
import type { Language } from '../../src/language.ts'
import { wordsIn } from '../parts/words.ts'

/** The sums and rules: what does not hold first. */
export const Checks = ({ checks, language }: { checks: Check[]; language: Language }) => {
  const t = wordsIn(language)
  if (!checks.length) return null
  const broken = checks.filter(({ ok }) => !ok)
  const kept = checks.filter(({ ok }) => ok)
  return (
    <section class="checks" aria-label={t.checks}>
      {broken.length > 0 && (
        <ul class="broken">
          {broken.map(({ message }) => (
            <li>
              <span aria-hidden="true">⚠ </span>
              <span class="hidden">{t.warning}: </span>
              {message[language] ?? message.es}
            </li>
          ))}
        </ul>
      )}
      {kept.length > 0 && (
        <details>
          <summary>
            {broken.length === 0 && <span aria-hidden="true">✓ </span>}
            {broken.length === 0 ? t.allChecksHold : `${t.checks} (${kept.length} ✓)`}
          </summary>
          <ul>
            {kept.map(({ message }) => (
              <li>
                <span aria-hidden="true">✓ </span>
                {message[language] ?? message.es}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

import type { Check } from '../../src/invoices/checks.ts'
import { concernsOf } from '../../src/invoices/doubts.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'

interface Props {
  id: number
  checks: Check[]
  /** The fields are there to be led to. */
  isOpen?: boolean
  language: Language
}

/** The sums and rules: what does not hold first. It warns and never stops. */
export const Checks = ({ id, checks, isOpen, language }: Props) => {
  const t = wordsIn(language)
  const broken = checks.filter(({ ok }) => !ok)
  const kept = checks.filter(({ ok }) => ok)
  return (
    <section id="checks" class="checks" aria-label={t.checks}>
      {broken.length > 0 && (
        <ul class="broken">
          {broken.map((check) => (
            <li>
              <span aria-hidden="true">⚠ </span>
              <span class="hidden">{t.warning}: </span>
              {check.message[language] ?? check.message.es}
              {isOpen && <ToFields check={check} language={language} />}
              {check.other !== undefined && (
                <>
                  {' '}
                  <a href={`/invoices/${id}/compare/${check.other}`}>{t.compare}</a>
                </>
              )}
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

const ToFields = ({ check, language }: { check: Check; language: Language }) => (
  <>
    {concernsOf(check).map((name) => (
      <>
        {' '}
        <a class="to-field" href={`#field-${name}`}>
          {fieldLabels[name][language]}
        </a>
      </>
    ))}
  </>
)

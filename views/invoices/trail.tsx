import type { FieldChange } from '../../src/invoices/field-changes.ts'
import type { Language } from '../../src/language.ts'
import { proofLabels } from '../parts/labels.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'

/** What a value was before, and who or what set it each time. */
export const Trail = ({ changes, language }: { changes: FieldChange[]; language: Language }) => {
  const t = wordsIn(language)
  return (
    <details class="trail">
      <summary>{fill(t.changedTimes, { n: changes.length - 1 })}</summary>
      <ol>
        {changes.map(({ value, source, by, at }) => (
          <li>
            <span class="value">{Array.isArray(value) ? t.rowsChanged : String(value ?? t.unknown)}</span>
            {' · '}
            {by ?? (source ? proofLabels[source][language] : t.folio)}
            {at && (
              <>
                {' · '}
                <Time at={at} language={language} />
              </>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

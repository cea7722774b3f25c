import type { FieldChange } from '../../src/invoices/field-changes.ts'
import type { FieldName } from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { proofLabels } from '../parts/labels.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { readableValue } from './readable.ts'

interface Props {
  name: FieldName
  changes: FieldChange[]
  language: Language
}

/** What a value was before, and who or what set it each time. */
export const Trail = ({ name, changes, language }: Props) => {
  const t = wordsIn(language)
  return (
    <details class="trail">
      <summary>{fill(t.changedTimes, { n: changes.length - 1 })}</summary>
      <ol>
        {changes.map(({ value, source, by, at }) => (
          <li>
            <span class="value">{readableValue(name, value, null, language) || t.unknown}</span>
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

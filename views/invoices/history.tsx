import { type Change, isChange } from '../../src/invoices/edit-preview.ts'
import type { HistoryEntry } from '../../src/invoices/history.ts'
import { type FieldName, fieldNames } from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { actionLabels, fieldLabels } from '../parts/labels.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { readableValue } from './readable.ts'

interface Props {
  entries: HistoryEntry[]
  /** Where an edit is sent to be taken back, while the invoice is open. */
  undoAddress?: string
  language: Language
}

/** Who did what and when, oldest first. */
export const History = ({ entries, undoAddress, language }: Props) => {
  const t = wordsIn(language)
  return (
    <details class="history">
      <summary>
        {t.history} ({entries.length})
      </summary>
      <ol>
        {entries.map(({ id, at, by, action, details }) => (
          <li>
            <Time at={at} language={language} /> · <strong>{by ?? t.folio}</strong>{' '}
            {actionLabels[action]?.[language] ?? action}
            <Details details={details} language={language} />
            {undoAddress && action === 'edit' && (
              <form method="post" action={undoAddress}>
                <button type="submit" class="quiet" name="entry" value={id}>
                  ↶ {t.undoThis}
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

const Details = ({ details, language }: { details: Record<string, unknown>; language: Language }) => {
  if (typeof details.reason === 'string') return <p class="quiet">{details.reason}</p>
  if (isModelUse(details.model)) return <p class="quiet">{modelText(details.model, language)}</p>
  const changes = fieldNames.filter((name) => isChange(details[name]))
  if (!changes.length) return null
  return (
    <ul>
      {changes.map((name) => (
        <li>{changeText(name, details[name] as Change, language)}</li>
      ))}
    </ul>
  )
}

interface ModelUse {
  name: string
  tokensIn: number
  tokensOut: number
  isKept: boolean
  failure?: string
}

const isModelUse = (value: unknown): value is ModelUse =>
  typeof value === 'object' && value !== null && 'tokensIn' in value

/** What asking a model cost. */
function modelText({ name, tokensIn, tokensOut, isKept, failure }: ModelUse, language: Language) {
  const t = wordsIn(language)
  if (isKept) return fill(t.modelKept, { name })
  const cost = fill(t.modelAsked, {
    name,
    tokensIn: wholeNumber(tokensIn, language),
    tokensOut: wholeNumber(tokensOut, language),
  })
  return failure ? `${fill(t.modelFailed, { name, failure })} ${cost}` : cost
}

function changeText(name: FieldName, { from, to }: Change, language: Language) {
  const t = wordsIn(language)
  const label = fieldLabels[name][language]
  if (Array.isArray(to)) return `${label}: ${t.rowsChanged}`
  const said = (value: unknown) => readableValue(name, value, null, language) || t.unknown
  return `${label}: ${said(from)} → ${said(to)}`
}

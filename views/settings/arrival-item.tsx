import type { Arrival, ArrivalEntry, ArrivalOutcome } from '../../src/intake/arrivals.table.ts'
import type { Language } from '../../src/language.ts'
import { fileSize } from '../parts/format.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { type SettingsWords, settingsWordsIn } from './settings-words.ts'

const badges = {
  begun: 'processing',
  received: 'processed',
  refused: 'failed',
  nothing: '',
  known: '',
} as const satisfies Record<ArrivalOutcome, string>

/** A file or a mail that came by itself, and what became of each document in it. */
export const ArrivalItem = ({ arrival, language }: { arrival: Arrival; language: Language }) => {
  const t = settingsWordsIn(language)
  const { way, name, sender, sizeBytes, outcome, entries, createdAt } = arrival
  return (
    <li>
      <p>
        <span class={`badge ${badges[outcome]}`}>{t[labels[outcome]]}</span>{' '}
        <strong class="file">{name || (name === null ? t.forgotten : t.noSubject)}</strong>
      </p>
      <p class="quiet">
        {way === 'mailbox' ? t.mailbox : t.folder}
        {sender && <span class="file"> · {sender}</span>} · {fileSize(sizeBytes, language)} ·{' '}
        <Time at={createdAt} language={language} />
      </p>
      {entries.length > 0 ? (
        <ul class="entries">
          {entries.map((entry) => (
            <EntryItem entry={entry} of={name} language={language} />
          ))}
        </ul>
      ) : (
        <p class="quiet">{emptyText(outcome, t)}</p>
      )}
    </li>
  )
}

interface EntryProps {
  entry: ArrivalEntry
  /** What arrived: a reason that is about all of it need not name it again. */
  of: string | null
  language: Language
}

const EntryItem = ({ entry, of, language }: EntryProps) => {
  const t = wordsIn(language)
  const first = 'code' in entry ? entry.duplicate_of : entry.invoice_id
  return (
    <li>
      {!('code' in entry && entry.filename === of) && <span class="file">{entry.filename}</span>}
      {'code' in entry && <span class={first ? 'quiet' : 'fault'}>{entry.message[language]}</span>}
      {first && <a href={`/invoices/${first}`}>{fill(t.invoiceNumbered, { id: first })}</a>}
    </li>
  )
}

const labels = {
  begun: 'waits',
  received: 'received',
  refused: 'refused',
  nothing: 'noDocuments',
  known: 'repeated',
} as const satisfies Record<ArrivalOutcome, keyof SettingsWords>

const emptyText = (outcome: ArrivalOutcome, t: SettingsWords) =>
  outcome === 'begun' ? t.beingTaken : outcome === 'known' ? t.knownAlready : t.nothingInIt

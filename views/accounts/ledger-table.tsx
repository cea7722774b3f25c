import { initialReason } from '../../src/accounts/credits.ts'
import type { Entry } from '../../src/accounts/ledger.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { entryLabels, purposeLabels } from '../parts/labels.ts'
import { Pager } from '../parts/pager.tsx'
import { Time } from '../parts/time.tsx'
import { wordsIn } from '../parts/words.ts'

interface Props {
  language: Language
  entries: Entry[]
  /** The page they are on, and where older ones begin. */
  address: string
  nextCursor: number | null
}

/** How credits came and went, the newest first. */
export const LedgerTable = ({ language, entries, address, nextCursor }: Props) => {
  const t = wordsIn(language)
  if (!entries.length) return <p class="quiet">{t.noMovements}</p>
  return (
    <div class="ledger" id="ledger">
      <table>
        <caption class="hidden">{t.movements}</caption>
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.movement}</th>
            <th scope="col">{t.what}</th>
            <th scope="col" class="amount">
              {t.amount}
            </th>
            <th scope="col" class="amount">
              {t.balance}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr data-kind={entry.kind}>
              <td class="when">
                <Time at={entry.at} language={language} />
              </td>
              <td class="kind">{entryLabels[entry.kind][language]}</td>
              <td class="for">
                <Purpose entry={entry} language={language} />
              </td>
              <td class="amount change">{signed(entry, language)}</td>
              <td class="amount balance">{wholeNumber(entry.balance, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        language={language}
        label={t.movements}
        next={nextCursor === null ? undefined : `${address}?cursor=${nextCursor}#ledger`}
      />
    </div>
  )
}

const Purpose = ({ entry: { reference, reason }, language }: { entry: Entry; language: Language }) => {
  if (reason === initialReason) return <span>{wordsIn(language).initialGrant}</span>
  const purpose = purposeLabels[reference?.split(':')[0] ?? '']
  return <span title={reference ?? undefined}>{purpose ? purpose[language] : (reason ?? reference)}</span>
}

/** What was captured was taken before: it says how much, and changes nothing. */
function signed({ kind, amount, change }: Entry, language: Language) {
  if (kind === 'capture') return `(${wholeNumber(amount, language)})`
  return `${change < 0 ? '−' : '+'}${wholeNumber(Math.abs(change), language)}`
}

import type { Child } from 'hono/jsx'
import type { Credits } from '../../src/accounts/see-credits.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { tierLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'
import { LedgerTable } from './ledger-table.tsx'

interface Props {
  language: Language
  credits: Credits
  address: string
  children?: Child
}

/** What an account has to spend, and how it came to it. */
export const CreditsPanel = ({ language, credits, address, children }: Props) => {
  const t = wordsIn(language)
  return (
    <section class="panel" aria-labelledby="credits">
      <h2 id="credits">{t.credits}</h2>
      <dl class="counts">
        <div>
          <dt>{t.balance}</dt>
          <dd>{wholeNumber(credits.balance, language)}</dd>
        </div>
        <div>
          <dt>{t.tier}</dt>
          <dd>{tierLabels[credits.tier][language]}</dd>
        </div>
        <div>
          <dt>{t.uploadLimit}</dt>
          <dd>{wholeNumber(credits.uploadsPerHour, language)}</dd>
        </div>
      </dl>
      {children}
      <LedgerTable
        language={language}
        entries={credits.entries}
        address={address}
        nextCursor={credits.nextCursor}
      />
    </section>
  )
}

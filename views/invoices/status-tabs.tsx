import { type Status, statuses } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { tabLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'

export type Counts = Record<Status, number>

interface CountProps {
  of: Status | 'all'
  counts: Counts
  language: Language
  oob?: 'true'
}

const StatusCount = ({ of, counts, language, oob }: CountProps) => (
  <span id={`count-${of}`} class="count" hx-swap-oob={oob}>
    {wholeNumber(
      of === 'all' ? statuses.reduce((sum, status) => sum + counts[status], 0) : counts[of],
      language,
    )}
  </span>
)

/** What is pushed when a count may have changed; the tabs around them stay as they are. */
export const StatusCounts = ({ counts, language }: { counts: Counts; language: Language }) => (
  <>
    {(['all', ...statuses] as const).map((of) => (
      <StatusCount of={of} counts={counts} language={language} oob="true" />
    ))}
  </>
)

interface Props {
  counts: Counts
  current: Status | undefined
  /** Where a tab leads, the other filters kept. */
  hrefOf: (status: Status | undefined) => string
  language: Language
}

export const StatusTabs = ({ counts, current, hrefOf, language }: Props) => {
  const t = wordsIn(language)
  const tabs = [undefined, 'waiting_validation', 'processing', 'processed', 'rejected', 'failed'] as const
  return (
    <nav class="tabs" aria-label={t.byStatus}>
      {tabs.map((status) => (
        <a
          id={`tab-${status ?? 'all'}`}
          href={hrefOf(status)}
          aria-current={status === current ? 'page' : undefined}
        >
          {status ? tabLabels[status][language] : t.all}{' '}
          <StatusCount of={status ?? 'all'} counts={counts} language={language} />
        </a>
      ))}
    </nav>
  )
}

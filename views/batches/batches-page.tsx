import type { Batch } from '../../src/batches/batches.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Pager } from '../parts/pager.tsx'
import { wordsIn } from '../parts/words.ts'
import { BatchItem } from './batch-item.tsx'

interface Props {
  language: Language
  account: { name: string }
  since: number
  batches: Batch[]
  nextCursor: number | null
  /** From which on it shows the list, if not from its newest. */
  cursor?: number
}

/** Where new batches are put in; a list that does not show the newest has another name, and so gets none. */
export const newestBatches = 'newest-batches'

export const BatchesPage = ({ language, account, since, batches, nextCursor, cursor }: Props) => {
  const t = wordsIn(language)
  const isFurther = cursor !== undefined
  const address = isFurther ? `/batches?cursor=${cursor}` : '/batches'
  return (
    <Layout language={language} title={t.batches} account={account} since={since}>
      <div class="head">
        <h1>{t.batches}</h1>
        <p class="quiet">{t.batchesAre}</p>
      </div>
      <div
        id="results"
        hx-get={address}
        hx-trigger="folio:back from:body"
        hx-select="#results"
        hx-swap="outerHTML show:none"
      >
        <ol id={isFurther ? 'batches' : newestBatches} class="invoices">
          {batches.map((batch) => (
            <BatchItem batch={batch} language={language} />
          ))}
        </ol>
        <p class="empty">
          {t.noBatches} <a href="/docs">{t.api}</a>
        </p>
        <Pager
          language={language}
          label={t.pages}
          first={isFurther ? '/batches' : undefined}
          next={nextCursor === null ? undefined : `/batches?cursor=${nextCursor}`}
        />
      </div>
    </Layout>
  )
}

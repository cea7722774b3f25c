import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Status } from '../../src/invoices/life.ts'
import type { Sort } from '../../src/invoices/list-order.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { wordsIn } from '../parts/words.ts'
import { FilterForm, type FilterValues } from './filter-form.tsx'
import { InvoiceList } from './invoice-list.tsx'
import { type Counts, StatusTabs } from './status-tabs.tsx'
import { UploadForm, type UploadOutcome } from './upload-form.tsx'

interface Props {
  language: Language
  account: { name: string }
  since: number
  counts: Counts
  invoices: Invoice[]
  total: number
  nextCursor: string | null
  sort: Sort
  /** The address' parameters as they were given, without the empty ones. */
  values: FilterValues
  faults: ReadonlySet<string>
  outcomes?: UploadOutcome[]
  nothingChosen?: boolean
  /** The last of the queue was just done. */
  allDone?: boolean
}

const address = (values: FilterValues) => {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length ? `/invoices?${new URLSearchParams(given)}` : '/invoices'
}

export const InboxPage = (props: Props) => {
  const { language, account, since, counts, values, faults, outcomes = [], nothingChosen, allDone } = props
  const { cursor, ...view } = values
  const { status, sort, ...narrowing } = view
  const t = wordsIn(language)
  const isNarrowed = Object.values(narrowing).some(Boolean)
  return (
    <Layout language={language} title={t.inbox} account={account} since={since}>
      <h1 class="hidden">{t.inbox}</h1>
      {allDone && <Notice kind="good">{t.allDone}</Notice>}
      <UploadForm outcomes={outcomes} nothingChosen={nothingChosen} language={language} />
      <FilterForm values={values} faults={faults} language={language} />
      <div
        id="results"
        hx-get={address(values)}
        hx-trigger="folio:back from:body"
        hx-boost:inherited="true"
        hx-target:inherited="#results"
        hx-select:inherited="#results"
        hx-swap:inherited="outerHTML show:none"
      >
        {status && <input type="hidden" name="status" value={status} form="filters" />}
        <StatusTabs
          counts={counts}
          current={status as Status | undefined}
          hrefOf={(status) => address({ ...view, status })}
          language={language}
        />
        <div hx-boost:inherited="false">
          <InvoiceList
            invoices={props.invoices}
            total={props.total}
            isNarrowed={isNarrowed}
            takesArrivals={!isNarrowed && !status && !cursor && props.sort === '-created_at'}
            sort={props.sort}
            firstHref={cursor && address(view)}
            nextHref={props.nextCursor ? address({ ...view, cursor: props.nextCursor }) : undefined}
            language={language}
          />
        </div>
      </div>
    </Layout>
  )
}

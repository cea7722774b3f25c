import type { Account } from '../../src/accounts/accounts.table.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Status } from '../../src/invoices/life.ts'
import type { Sort } from '../../src/invoices/list-order.ts'
import type { MadeChange } from '../../src/invoices/undo-change.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { wordsIn } from '../parts/words.ts'
import { FilterForm } from './filter-form.tsx'
import { type InboxValues, inboxAddress } from './inbox-address.ts'
import { InvoiceList } from './invoice-list.tsx'
import { MadeNotice } from './made-notice.tsx'
import { type Counts, StatusTabs } from './status-tabs.tsx'
import { UploadForm, type UploadOutcome } from './upload-form.tsx'

interface Props {
  language: Language
  account: Account
  since: number
  counts: Counts
  invoices: Invoice[]
  total: number
  nextCursor: string | null
  sort: Sort
  rows: number
  values: InboxValues
  faults: ReadonlySet<string>
  outcomes?: UploadOutcome[]
  nothingChosen?: boolean
  /** The last of the queue was just done. */
  allDone?: boolean
  /** What was just done to many. */
  made?: MadeChange & { change: string }
}

export const InboxPage = (props: Props) => {
  const { language, account, since, counts, values, faults, outcomes = [], made } = props
  const { cursor, ...view } = values
  const { status, sort, rows, ...narrowing } = view
  const t = wordsIn(language)
  const isNarrowed = Object.values(narrowing).some(Boolean)
  return (
    <Layout language={language} title={t.inbox} account={account} since={since}>
      <h1 class="hidden">{t.inbox}</h1>
      {props.allDone && <Notice kind="good">{t.allDone}</Notice>}
      {made && <MadeNotice made={made} values={values} language={language} />}
      <UploadForm outcomes={outcomes} nothingChosen={props.nothingChosen} language={language} />
      <FilterForm values={values} faults={faults} language={language} />
      <div
        id="results"
        hx-get={inboxAddress(values)}
        hx-trigger="folio:back from:body"
        data-follows={status && !isNarrowed && !cursor ? 'true' : undefined}
        hx-boost:inherited="true"
        hx-target:inherited="#results"
        hx-select:inherited="#results"
        hx-swap:inherited="outerHTML show:none"
      >
        {status && <input type="hidden" name="status" value={status} form="filters" />}
        {values.ready && <input type="hidden" name="ready" value={values.ready} form="filters" />}
        <StatusTabs
          counts={counts}
          current={status as Status | undefined}
          hrefOf={(status) => inboxAddress({ ...view, status, ready: undefined })}
          language={language}
        />
        <div hx-boost:inherited="false">
          <InvoiceList
            {...props}
            isNarrowed={isNarrowed}
            takesArrivals={!isNarrowed && !status && !cursor && props.sort === '-created_at'}
            firstHref={cursor && inboxAddress(view)}
            nextHref={props.nextCursor ? inboxAddress({ ...view, cursor: props.nextCursor }) : undefined}
          />
        </div>
      </div>
      <dialog id="question" class="question" />
    </Layout>
  )
}

import type { Account } from '../../src/accounts/accounts.table.ts'
import { bounds } from '../../src/config.ts'
import { inboxQuery } from '../../src/invoices/inbox-query.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import { canMove, type Status } from '../../src/invoices/life.ts'
import type { Sort } from '../../src/invoices/list-order.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { sortLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { type InboxValues, inboxAddress } from './inbox-address.ts'
import { InvoiceItem } from './invoice-item.tsx'
import type { Counts } from './status-tabs.tsx'

interface Props {
  account: Account
  counts: Counts
  invoices: Invoice[]
  total: number
  values: InboxValues
  /** Something beside the status narrows the list. */
  isNarrowed: boolean
  /** Nothing narrows the list and its newest come first: what arrives is shown at its top. */
  takesArrivals: boolean
  sort: Sort
  rows: number
  firstHref?: string
  nextHref?: string
  language: Language
}

/** Where what arrives is put in; a list that does not show the newest has another name, and so gets none. */
export const newestList = 'newest-invoices'

export const InvoiceList = (props: Props) => {
  const { account, invoices, total, values, takesArrivals, language } = props
  const t = wordsIn(language)
  return (
    <>
      <div class="list-head">
        <BulkBar role={account.role} values={values} total={total} language={language} />
        <View {...props} />
      </div>
      <ol id={takesArrivals ? newestList : 'invoices'} class="invoices">
        {invoices.map((invoice) => (
          <InvoiceItem invoice={invoice} language={language} />
        ))}
      </ol>
      <p class="empty">{takesArrivals ? t.emptyInbox : t.nothingFound}</p>
      <Pager {...props} />
    </>
  )
}

/** What goes without saying is not said in the address. */
const standard = inboxQuery.parse({})
const rowChoices = [standard.rows, 200, bounds.inboxRows]

/** How many were found, what is ready among them, and in which order and how many at once they are shown. */
const View = ({ account, counts, total, values, isNarrowed, sort, rows, language }: Props) => {
  const t = wordsIn(language)
  const { cursor: _, ...view } = values
  const mayConfirm = account.role !== 'uploader' && counts.waiting_validation > 0
  const waits = view.status === undefined || canMove(view.status as Status, 'confirm')
  return (
    <div class="view">
      <p class="quiet" role="status">
        {isNarrowed && fill(t.found, { n: wholeNumber(total, language) })}
      </p>
      {mayConfirm && waits && (
        <>
          <a
            class="button"
            href={inboxAddress({ ...view, ready: view.ready ? undefined : 'true' })}
            aria-current={view.ready ? 'true' : undefined}
            hx-boost="true"
          >
            {t.onlyReady}
          </a>
          <a
            class="button"
            href={askAboutReady(view)}
            id="confirm-ready"
            hx-get={askAboutReady(view)}
            hx-target="#question"
            hx-select="#asked, .alone"
            hx-swap="innerHTML"
            hx-push-url="false"
          >
            {t.confirmReady}
          </a>
        </>
      )}
      <label>
        {t.sort}{' '}
        <select name="sort" form="filters" id="sort">
          {Object.entries(sortLabels).map(([value, label]) => (
            <option value={value === standard.sort ? '' : value} selected={value === sort}>
              {label[language]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.rowsShown}{' '}
        <select name="rows" form="filters" id="rows">
          {rowChoices.map((choice) => (
            <option value={choice === standard.rows ? '' : choice} selected={choice === rows}>
              {wholeNumber(choice, language)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function askAboutReady(view: InboxValues) {
  const [, narrowing] = inboxAddress({ ...view, ready: 'true' }).split('?')
  return `/invoices/bulk?${narrowing}&action=confirm&which=all`
}

const Pager = ({ firstHref, nextHref, language }: Props) => {
  const t = wordsIn(language)
  if (!firstHref && !nextHref) return null
  return (
    <nav class="pager" aria-label={t.pages}>
      {firstHref && <a href={firstHref}>← {t.first}</a>}
      {nextHref && (
        <a href={nextHref} rel="next">
          {t.next} →
        </a>
      )}
    </nav>
  )
}

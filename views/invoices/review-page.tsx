import type { Check } from '../../src/invoices/checks.ts'
import { fieldChanges } from '../../src/invoices/field-changes.ts'
import type { HistoryEntry } from '../../src/invoices/history.ts'
import type { InvoiceData as Data, FieldName } from '../../src/invoices/invoice-data.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { ReviewForm as Form } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { wordsIn } from '../parts/words.ts'
import { Checks } from './checks.tsx'
import { History } from './history.tsx'
import { InvoiceData } from './invoice-data.tsx'
import { ChangedPanel, ProgressPanel } from './live-panels.tsx'
import { nameOf } from './name-of.ts'
import { hasPictures, PagePictures, pictureAddress } from './page-pictures.tsx'
import { RejectForm } from './reject-form.tsx'
import { ReviewForm, type ReviewProblem } from './review-form.tsx'
import { ReviewHead } from './review-head.tsx'
import { ReviewNotices } from './review-notices.tsx'

export interface ReviewProps {
  language: Language
  account: { name: string }
  since: number
  invoice: Invoice
  /** Only where this person may edit and decide. */
  form?: Form
  /** What is known now: final, proposed, or as it is typed in a form that came back. */
  data: Data | null
  checks: Check[]
  problem?: ReviewProblem
  /** Somebody else decided meanwhile: what was typed can't be saved any more, and is shown. */
  unsaved?: { name: FieldName; value: string }[]
  rejection?: { reason: string; fault: 'missing' | 'too_long' }
  sizes: PageSize[]
  history: HistoryEntry[]
  next?: Invoice
  /** The list it was opened from, as the part of an address that stays in it. */
  search: string
  /** The invoice that was decided on the page before. */
  before?: Invoice
  saved?: boolean
  /** Why what was asked for did not happen. */
  told?: string
  /** What this person has just decided about that one, or about this one, and can take back. */
  decision?: { id: number; change: string }
}

export const ReviewPage = (props: ReviewProps) => {
  const { language, account, since, invoice, form, data, checks, sizes, history, next, search } = props
  const t = wordsIn(language)
  return (
    <Layout language={language} title={nameOf(invoice)} account={account} since={since}>
      <div
        class="review"
        hx-boost:inherited="true"
        hx-target:inherited="#main"
        hx-select:inherited="#main"
        hx-swap:inherited="outerHTML show:none"
      >
        <section class="pictures" aria-label={t.document}>
          <PagePictures invoice={invoice} sizes={sizes} isOpen={form !== undefined} language={language} />
        </section>
        <div class="facts">
          <ReviewHead {...props} />
          <ReviewNotices {...props} />
          {invoice.status === 'processing' ? (
            <ProgressPanel invoice={invoice} language={language} />
          ) : (
            <ChangedPanel invoice={invoice} language={language} />
          )}
          {form && data ? (
            <Open {...props} form={form} data={data} />
          ) : (
            data &&
            invoice.status !== 'processing' && (
              <>
                <Checks id={invoice.id} checks={checks} language={language} />
                <InvoiceData data={data} fields={invoice.fields} language={language} />
              </>
            )
          )}
          <History
            entries={history}
            undoAddress={form && `/invoices/${invoice.id}/undo${search}`}
            language={language}
          />
        </div>
      </div>
      {next && hasPictures(next) && <link rel="prefetch" as="image" href={pictureAddress(next.id, 1)} />}
      <script type="module" src="/assets/review.js" />
    </Layout>
  )
}

const Open = (props: ReviewProps & { form: Form; data: Data }) => (
  <>
    <ReviewForm {...props} changes={fieldChanges(props.history)} />
    <RejectForm
      id={props.invoice.id}
      search={props.search}
      rejection={props.rejection}
      language={props.language}
    />
  </>
)

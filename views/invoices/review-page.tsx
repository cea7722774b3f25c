import type { Check } from '../../src/invoices/checks.ts'
import { fieldChanges } from '../../src/invoices/field-changes.ts'
import { hasDocument } from '../../src/invoices/forget-documents.ts'
import type { HistoryEntry } from '../../src/invoices/history.ts'
import type { InvoiceData as Data, FieldName } from '../../src/invoices/invoice-data.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import { canMove } from '../../src/invoices/life.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { ReviewForm as Form } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { fileSize } from '../parts/format.ts'
import { fieldLabels, sourceLabels, statusLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { Checks } from './checks.tsx'
import { History } from './history.tsx'
import { InvoiceData } from './invoice-data.tsx'
import { ChangedPanel, ProgressPanel } from './live-panels.tsx'
import { nameOf } from './name-of.ts'
import { hasPictures, PagePictures, pictureAddress } from './page-pictures.tsx'
import { RejectForm } from './reject-form.tsx'
import { ReviewForm, type ReviewProblem } from './review-form.tsx'

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
          <Head {...props} />
          <Notices {...props} />
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

const Head = ({ language, invoice, next, search }: ReviewProps) => {
  const t = wordsIn(language)
  return (
    <header class="head">
      <p class="ways">
        <a href={`/invoices${search}`}>← {t.back}</a>
        {next && (
          <a id="next" rel="next" href={`/invoices/${next.id}${search}`}>
            {t.nextWaiting} →
          </a>
        )}
      </p>
      <h1>{nameOf(invoice)}</h1>
      <p class="quiet about">
        <StatusBadge status={invoice.status} language={language} />
        {invoice.batchId === null ? (
          <>
            <span class="file">{invoice.filename}</span>
            <span>{fileSize(invoice.sizeBytes, language)}</span>
            <span>{sourceLabels[invoice.source][language]}</span>
          </>
        ) : (
          <a href={`/batches/${invoice.batchId}`}>{fill(t.batchNumber, { id: invoice.batchId })}</a>
        )}
        <Time at={invoice.createdAt} language={language} />
        {hasDocument(invoice) && (
          <a href={`/api/invoices/${invoice.id}/download`} download>
            {t.download}
          </a>
        )}
      </p>
      {canMove(invoice.status, 'retry') && (
        <form method="post" action={`/invoices/${invoice.id}/retry${search}`}>
          <button type="submit">{t.retry}</button>
        </form>
      )}
    </header>
  )
}

/** What has just happened, and how the invoice came to be as it is. */
const Notices = ({ language, invoice, before, saved, unsaved, decision, search }: ReviewProps) => {
  const t = wordsIn(language)
  const undo = decision && (
    <form class="undo" method="post" action={`/invoices/${decision.id}/reopening${search}`}>
      <button type="submit" class="quiet" name="change" value={decision.change}>
        ↶ {t.undo}
      </button>
    </form>
  )
  const { status, error } = invoice
  const reason = error ? (error.message[language] ?? error.message.es) : ''
  return (
    <>
      {before && (
        <Notice kind="good">
          {fill(t.doneBefore, { name: nameOf(before), status: statusLabels[before.status][language] })}
          {undo}
        </Notice>
      )}
      {!before && undo && (
        <Notice kind="plain">
          {statusLabels[status][language]}. {undo}
        </Notice>
      )}
      {saved && <Notice kind="good">{t.saved}</Notice>}
      {unsaved && (
        <Notice kind="warning" focus>
          <p>{fill(t.movedOn, { status: statusLabels[status][language] })}</p>
          {unsaved.length > 0 && <p>{t.movedOnTyped}</p>}
          <ul>
            {unsaved.map(({ name, value }) => (
              <li>
                {fieldLabels[name][language]}: <span class="value">{value || t.unknown}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {status === 'failed' && <Notice kind="bad">{fill(t.failedBecause, { reason })}</Notice>}
      {status === 'rejected' && <Notice kind="plain">{fill(t.rejectedBecause, { reason })}</Notice>}
    </>
  )
}

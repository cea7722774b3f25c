import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { day, money } from '../parts/format.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { Progress } from './progress.tsx'

interface Props {
  invoice: Invoice
  language: Language
  /** How it is swapped in, where it comes over the socket. */
  oob?: 'true' | 'delete'
}

export const itemId = (id: number) => `invoice-${id}`

/** One invoice of a list: the same in the page, in the answer and over the socket. */
export const InvoiceItem = ({ invoice, language, oob }: Props) => {
  const { id, status, issuerName, invoiceNumber, issuedOn, filename, total, currency } = invoice
  const t = wordsIn(language)
  // without a document, its number stands for its name, and the customer tells more
  const customer =
    invoice.batchId === null ? null : (invoice.finalData ?? invoice.previewData)?.customer_tax_id
  return (
    <li id={itemId(id)} class="invoice" hx-swap-oob={oob}>
      <label class="pick">
        <input
          type="checkbox"
          name="id"
          value={id}
          form="bulk"
          aria-label={fill(t.choose, { name: `${issuerName ?? ''} ${invoiceNumber ?? filename}`.trim() })}
        />
      </label>
      <StatusBadge status={status} language={language} />
      <div class="what">
        <a id={`open-${id}`} href={`/invoices/${id}`}>
          {issuerName ?? filename}
        </a>
        <span class="details">
          {customer && <span class="number">{customer}</span>}
          {invoiceNumber && invoiceNumber !== filename && <span class="number">{invoiceNumber}</span>}
          {issuerName && <span class="file">{filename}</span>}
        </span>
      </div>
      <State invoice={invoice} language={language} />
      <span class="date">{issuedOn && <time datetime={issuedOn}>{day(issuedOn, language)}</time>}</span>
      <span class="total">{total !== null && money(total, currency, language)}</span>
    </li>
  )
}

/** What a person should know before opening it. */
const State = ({ invoice, language }: Props) => {
  const t = wordsIn(language)
  const { status, error, ready, checks } = invoice
  if (status === 'processing') return <Progress invoice={invoice} language={language} />
  if (error && (status === 'failed' || status === 'rejected'))
    return <span class="state reason">{error.message[language] ?? error.message.es}</span>
  if (ready)
    return (
      <span class="state ready">
        <span aria-hidden="true">✓ </span>
        {t.ready}
      </span>
    )
  const warnings = status === 'waiting_validation' ? checks.filter(({ ok }) => !ok).length : 0
  if (!warnings) return <span class="state" />
  return (
    <span class="state warnings">
      <span aria-hidden="true">⚠ </span>
      {warnings === 1 ? t.oneWarning : fill(t.warnings, { n: warnings })}
    </span>
  )
}

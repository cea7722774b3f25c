import { hasDocument } from '../../src/invoices/forget-documents.ts'
import { canMove } from '../../src/invoices/life.ts'
import { fileSize } from '../parts/format.ts'
import { sourceLabels } from '../parts/labels.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { nameOf } from './name-of.ts'
import type { ReviewProps } from './review-page.tsx'

type Props = Pick<ReviewProps, 'language' | 'invoice' | 'next' | 'search'>

/** Which invoice this is, and the ways from it to others. */
export const ReviewHead = ({ language, invoice, next, search }: Props) => {
  const t = wordsIn(language)
  return (
    <header class="head">
      <p class="ways">
        <a href={`/invoices${search}`}>← {t.back}</a>
        {next && (
          <a id="next" rel="next" href={`/invoices/${next.id}${search}`}>
            {next.status === 'waiting_validation' ? t.nextWaiting : t.nextInList} →
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

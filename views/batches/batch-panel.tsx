import { type Batch, statusOfBatch } from '../../src/batches/batches.table.ts'
import type { Status } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { wordsIn } from '../parts/words.ts'
import { BatchBadge, BatchProgress } from './batch-state.tsx'

interface Props {
  batch: Batch
  language: Language
  oob?: 'true'
}

export const invoicesOf = (id: number, status?: Status) =>
  `/invoices?${new URLSearchParams({ batch: String(id), ...(status && { status }) })}`

/**
 * How a batch is, with ways to its invoices. When it comes over the socket to tell that the batch is done, it fetches the
 * whole page, which then says what needs a look.
 */
export const BatchPanel = ({ batch, language, oob }: Props) => {
  const t = wordsIn(language)
  const { id, total, processed, waitingValidation, failed } = batch
  const counts = [
    [t.inAll, total, invoicesOf(id)],
    [t.processedCount, processed, processed ? invoicesOf(id, 'processed') : undefined],
    [
      t.doubtfulCount,
      waitingValidation,
      waitingValidation ? invoicesOf(id, 'waiting_validation') : undefined,
    ],
    [t.failedCount, failed, undefined],
  ] as const
  return (
    <div
      id={`batch-panel-${id}`}
      class="panel batch-panel"
      hx-swap-oob={oob}
      hx-get={`/batches/${id}`}
      hx-trigger={oob && statusOfBatch(batch) === 'done' ? 'load' : 'folio:back from:body'}
      hx-target="#main"
      hx-select="#main"
      hx-swap="outerHTML show:none"
    >
      <p role="status" class="ways">
        <BatchBadge batch={batch} language={language} />
        <BatchProgress batch={batch} language={language} />
      </p>
      <dl class="counts">
        {counts.map(([label, count, href]) => (
          <div>
            <dt>{label}</dt>
            <dd>{href ? <a href={href}>{wholeNumber(count, language)}</a> : wholeNumber(count, language)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

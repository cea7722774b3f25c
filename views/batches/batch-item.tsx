import type { Batch } from '../../src/batches/batches.table.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { BatchBadge, BatchProgress } from './batch-state.tsx'

interface Props {
  batch: Batch
  language: Language
  /** How it is swapped in, where it comes over the socket. */
  oob?: 'true'
}

export const batchItemId = (id: number) => `batch-${id}`

/** One batch of the list: the same in the page and over the socket. */
export const BatchItem = ({ batch, language, oob }: Props) => {
  const t = wordsIn(language)
  const { id, waitingValidation, failed } = batch
  return (
    <li id={batchItemId(id)} class="invoice batch" hx-swap-oob={oob}>
      <BatchBadge batch={batch} language={language} />
      <div class="what">
        <a id={`open-batch-${id}`} href={`/batches/${id}`}>
          {fill(t.batchNumber, { id })}
        </a>
        <span class="details">
          <Time at={batch.createdAt} language={language} />
        </span>
      </div>
      <BatchProgress batch={batch} language={language} />
      {(waitingValidation > 0 || failed > 0) && (
        <span class="warnings">
          <span aria-hidden="true">⚠ </span>
          {[
            waitingValidation > 0 && `${t.doubtfulCount}: ${wholeNumber(waitingValidation, language)}`,
            failed > 0 && `${t.failedCount}: ${wholeNumber(failed, language)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </li>
  )
}

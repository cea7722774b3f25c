import { type Batch, doneOf, statusOfBatch } from '../../src/batches/batches.table.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { batchStatusLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  batch: Batch
  language: Language
}

const classes = { queued: 'queued', processing: 'processing', done: 'processed' } as const

export const BatchBadge = ({ batch, language }: Props) => {
  const status = statusOfBatch(batch)
  return <span class={`badge ${classes[status]}`}>{batchStatusLabels[status][language]}</span>
}

/** How far a batch is: as a bar, and in numbers. */
export const BatchProgress = ({ batch, language }: Props) => {
  const t = wordsIn(language)
  const [done, total] = [doneOf(batch), batch.total]
  return (
    <span class="progress">
      <progress max={total} value={done} aria-label={t.batchProgress} />
      <span>
        {fill(t.doneOfTotal, { done: wholeNumber(done, language), total: wholeNumber(total, language) })}
      </span>
    </span>
  )
}

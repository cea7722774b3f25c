import { doneOf, type Export, secondsLeft, unfinished } from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { fileSize, wholeNumber } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { type ExportWords, exportStatusLabels, exportWordsIn } from './export-words.ts'

interface Props {
  row: Export
  language: Language
}

const classes = {
  queued: 'queued',
  running: 'processing',
  done: 'processed',
  partial: 'waiting_validation',
  failed: 'failed',
  cancelled: 'cancelled',
} as const

export const ExportBadge = ({ row: { status }, language }: Props) => (
  <span class={`badge ${classes[status]}`}>{exportStatusLabels[status][language]}</span>
)

/** How far an export is: as a bar and in numbers, with what is left as far as can be told. */
export const ExportProgress = ({ row, language }: Props) => {
  const t = exportWordsIn(language)
  const { total, failed, listed, bytes } = row
  const done = doneOf(row) + failed
  const numbers = { done: wholeNumber(done, language), total: wholeNumber(total, language) }
  const left = secondsLeft(row)
  return (
    <span class="progress">
      {unfinished.includes(row.status) && (
        <progress
          max={listed ? total || 1 : undefined}
          value={listed ? done : undefined}
          aria-label={t.progress}
        />
      )}
      <span>
        {listed || !unfinished.includes(row.status)
          ? fill(wordsIn(language).doneOfTotal, numbers)
          : fill(t.listing, { n: wholeNumber(total, language) })}
      </span>
      {bytes > 0 && <span>{fileSize(bytes, language)}</span>}
      {left !== null && <span>{timeLeft(left, t)}</span>}
    </span>
  )
}

function timeLeft(seconds: number, t: ExportWords) {
  if (seconds < 90) return fill(t.seconds, { n: seconds })
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? fill(t.minutes, { n: minutes }) : fill(t.hours, { n: Math.round(minutes / 60) })
}

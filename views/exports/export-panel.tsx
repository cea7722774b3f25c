import {
  doneOf,
  downloadOf,
  type Export,
  expiresAt,
  hasArchive,
  unfinished,
} from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { fileSize, wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { fill } from '../parts/words.ts'
import { ExportBadge, ExportProgress } from './export-state.tsx'
import { exportWordsIn } from './export-words.ts'

interface Props {
  row: Export
  language: Language
  oob?: 'true'
}

/**
 * How an export is, and what can be done with it. When it comes over the socket to tell that the export is over, it fetches the
 * whole page, which then says what is missing.
 */
export const ExportPanel = ({ row, language, oob }: Props) => {
  const t = exportWordsIn(language)
  const { id, total, failed, bytes, error, removedAt } = row
  const isOver = !unfinished.includes(row.status)
  const until = expiresAt(row)
  const counts = [
    [t.documents, wholeNumber(total, language)],
    [t.exported, wholeNumber(doneOf(row), language)],
    [t.notExported, wholeNumber(failed, language)],
    [t.size, bytes ? fileSize(bytes, language) : '—'],
  ]
  return (
    <div
      id={`export-panel-${id}`}
      class="panel export-panel"
      hx-swap-oob={oob}
      hx-get={`/exports/${id}`}
      hx-trigger={oob && isOver ? 'load' : 'folio:back from:body'}
      hx-target="#main"
      hx-select="#main"
      hx-swap="outerHTML show:none"
    >
      <p role="status" class="ways">
        <ExportBadge row={row} language={language} />
        {!isOver && <ExportProgress row={row} language={language} />}
      </p>
      {error && <Notice kind="bad">{fill(t.failedBecause, { reason: error.message[language] })}</Notice>}
      <dl class="counts">
        {counts.map(([label, count]) => (
          <div>
            <dt>{label}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <div class="ways">
        {hasArchive(row) && (
          <a class="button primary" href={downloadOf(row)} download>
            {t.download}
          </a>
        )}
        <form method="post" action={`/exports/${id}/${isOver ? 'repetition' : 'cancellation'}`}>
          <button type="submit" class={isOver ? undefined : 'danger'}>
            {isOver ? t.repeat : t.cancel}
          </button>
        </form>
        {until && (
          <span class="quiet">
            {t.keptUntil} <Time at={until} language={language} />
          </span>
        )}
        {removedAt && row.status !== 'cancelled' && row.status !== 'failed' && (
          <span class="quiet">{t.notKept}</span>
        )}
      </div>
    </div>
  )
}

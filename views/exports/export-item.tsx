import { downloadOf, type Export, hasArchive } from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { Time } from '../parts/time.tsx'
import { fill } from '../parts/words.ts'
import { describeRequest } from './describe-request.ts'
import { ExportBadge, ExportProgress } from './export-state.tsx'
import { exportWordsIn } from './export-words.ts'

interface Props {
  row: Export
  language: Language
  /** How it is swapped in, where it comes over the socket. */
  oob?: 'true'
}

export const exportItemId = (id: number) => `export-${id}`

/** One export of the list: the same in the page and over the socket. */
export const ExportItem = ({ row, language, oob }: Props) => {
  const t = exportWordsIn(language)
  const { id, failed, error, request, createdAt } = row
  return (
    <li id={exportItemId(id)} class="export" hx-swap-oob={oob}>
      <ExportBadge row={row} language={language} />
      <div class="what">
        <a id={`open-export-${id}`} href={`/exports/${id}`}>
          {describeRequest(request, language).title}
        </a>
        <span class="details">
          <span class="number">{fill(t.numberShort, { id })}</span>
          <Time at={createdAt} language={language} />
          {hasArchive(row) && (
            <a class="ready" href={downloadOf(row)} download>
              {t.download}
            </a>
          )}
        </span>
      </div>
      <ExportProgress row={row} language={language} />
      {error && <span class="reason">{error.message[language]}</span>}
      {failed > 0 && (
        <span class="warnings">
          <span aria-hidden="true">⚠ </span>
          {t.notExported}: {wholeNumber(failed, language)}
        </span>
      )}
    </li>
  )
}

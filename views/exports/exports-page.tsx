import type { Child } from 'hono/jsx'
import type { Role } from '../../src/accounts/accounts.table.ts'
import {
  type Export,
  type ExportSchedule,
  type ExportSource,
  exportSources,
} from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { Pager } from '../parts/pager.tsx'
import { wordsIn } from '../parts/words.ts'
import { ExportItem } from './export-item.tsx'
import { exportWordsIn } from './export-words.ts'
import { ScheduleList } from './schedule-list.tsx'

interface Props {
  language: Language
  account: { name: string; role: Role }
  since: number
  exports: Export[]
  nextCursor: number | null
  /** From which on it shows the list, if not from its newest. */
  cursor?: number
  schedules: ExportSchedule[]
  /** Why what was asked for could not be begun. */
  problem?: string
  /** Whose documents the form is about. */
  current: ExportSource
  /** The form for a new one, and whether it is open. */
  children?: Child
  isFormOpen: boolean
}

/** Where new exports are put in; a list that does not show the newest has another name, and so gets none. */
export const newestExports = 'newest-exports'

export const ExportsPage = (props: Props) => {
  const { language, account, since, exports, nextCursor, cursor, schedules, problem } = props
  const t = exportWordsIn(language)
  const isFurther = cursor !== undefined
  const address = isFurther ? `/exports?cursor=${cursor}` : '/exports'
  return (
    <Layout language={language} title={t.title} account={account} since={since}>
      <div class="head">
        <h1>{t.title}</h1>
        <p class="quiet">{t.about}</p>
      </div>
      {problem && (
        <Notice kind="bad" focus>
          {t.wrong} {problem}
        </Notice>
      )}
      <details class="panel new-export" open={props.isFormOpen || !exports.length}>
        <summary>{t.newExport}</summary>
        {account.role !== 'uploader' && <Sources current={props.current} language={language} />}
        {props.children}
      </details>
      {schedules.length > 0 && <ScheduleList schedules={schedules} language={language} />}
      <h2 class="hidden">{t.exports}</h2>
      <div
        id="results"
        hx-get={address}
        hx-trigger="folio:back from:body"
        hx-select="#results"
        hx-swap="outerHTML show:none"
      >
        <ol id={isFurther ? 'exports' : newestExports} class="invoices">
          {exports.map((row) => (
            <ExportItem row={row} language={language} />
          ))}
        </ol>
        <p class="empty">{t.none}</p>
        <Pager
          language={language}
          label={wordsIn(language).pages}
          first={isFurther ? '/exports' : undefined}
          next={nextCursor === null ? undefined : `/exports?cursor=${nextCursor}`}
        />
      </div>
    </Layout>
  )
}

const Sources = ({ current, language }: Pick<Props, 'current' | 'language'>) => {
  const t = exportWordsIn(language)
  return (
    <nav class="tabs" aria-label={t.sources}>
      {exportSources.map((source) => (
        <a href={`/exports?of=${source}`} aria-current={source === current ? 'page' : undefined}>
          {t[source]}
        </a>
      ))}
    </nav>
  )
}

import type { ExportSchedule } from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { moment } from '../parts/format.ts'
import { fill } from '../parts/words.ts'
import { describeRequest } from './describe-request.ts'
import { exportWordsIn, periodLabels } from './export-words.ts'

interface Props {
  schedules: ExportSchedule[]
  language: Language
}

/** What is exported again and again, and when next. */
export const ScheduleList = ({ schedules, language }: Props) => {
  const t = exportWordsIn(language)
  return (
    <section class="schedules" aria-labelledby="schedules">
      <h2 id="schedules">{t.scheduled}</h2>
      <ul>
        {schedules.map(({ id, every, onlyNew, request, nextAt }) => (
          <li>
            <span class="badge">{periodLabels[every][language]}</span>
            <span>
              {describeRequest(request, language).title}
              {onlyNew && ` (${t.newOnly})`}
            </span>
            <span class="quiet">{fill(t.nextAt, { at: moment(nextAt, language) })}</span>
            <form method="post" action={`/exports/schedules/${id}/removal`}>
              <button type="submit" class="quiet">
                {t.remove}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

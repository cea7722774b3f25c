import { day, percent, wholeNumber } from '../parts/format.ts'
import { fieldLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { Bar } from './bar.tsx'
import { ColumnsPlot } from './columns-plot.tsx'
import type { DashboardProps } from './dashboard-page.tsx'
import { Numbers } from './numbers.tsx'

/** How much of what Folio read was right, as people have left or corrected it. */
export const AccuracyPanel = ({ language, figures }: DashboardProps) => {
  const t = wordsIn(language)
  const { weeks, decided, fields } = figures.accuracy
  const share = (part: number, whole: number) => percent(whole ? part / whole : 0, language)
  return (
    <section class="panel" aria-labelledby="accuracy">
      <h2 id="accuracy">{t.accuracy}</h2>
      <p class="quiet">{t.accuracyIs}</p>
      {decided === 0 ? (
        <p class="quiet">{t.notYetKnown}</p>
      ) : (
        <>
          <p class="legend" aria-hidden="true">
            <span class="key decided" /> {t.decidedCount} <span class="key untouched" /> {t.uncorrected}
          </p>
          <ColumnsPlot
            kinds={['decided', 'untouched']}
            columns={weeks.map((week) => ({
              label: `${Number(week.week.slice(8))}/${Number(week.week.slice(5, 7))}`,
              text: `${fill(t.weekOf, { day: day(week.week, language) })}: ${t.uncorrected} ${share(week.untouched, week.decided)} (${wholeNumber(week.untouched, language)} / ${wholeNumber(week.decided, language)})`,
              values: [week.decided, week.untouched],
            }))}
            most={wholeNumber(Math.max(...weeks.map((week) => week.decided)), language)}
          />
          <Numbers
            summary={t.numbers}
            head={[t.week, t.decidedCount, t.uncorrected, t.rightShare]}
            rows={weeks.map((week) => [
              day(week.week, language),
              wholeNumber(week.decided, language),
              wholeNumber(week.untouched, language),
              share(week.untouched, week.decided),
            ])}
          />
          {fields.length === 0 ? (
            <p class="quiet">{t.nothingCorrected}</p>
          ) : (
            <table class="sums ranked">
              <thead>
                <tr>
                  <th scope="col">{t.field}</th>
                  <td />
                  <th scope="col" class="amount">
                    {t.rightShare}
                  </th>
                  <th scope="col" class="amount">
                    {t.corrected}
                  </th>
                </tr>
              </thead>
              <tbody>
                {fields.map(({ name, corrected }) => (
                  <tr>
                    <th scope="row">
                      <a href={`/invoices?corrected=${name}`}>{fieldLabels[name][language]}</a>
                    </th>
                    <td>
                      <Bar share={1 - corrected / decided} kind="untouched" />
                    </td>
                    <td class="amount">{share(Math.max(decided - corrected, 0), decided)}</td>
                    <td class="amount">{wholeNumber(corrected, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  )
}

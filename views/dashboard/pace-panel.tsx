import { day, wholeNumber } from '../parts/format.ts'
import { wordsIn } from '../parts/words.ts'
import { ColumnsPlot } from './columns-plot.tsx'
import type { DashboardProps } from './dashboard-page.tsx'
import { Numbers } from './numbers.tsx'

/** Day by day, what came in and what was decided. */
export const PacePanel = ({ language, figures }: DashboardProps) => {
  const t = wordsIn(language)
  const said = (count: number) => wholeNumber(count, language)
  return (
    <section class="panel" aria-labelledby="pace">
      <h2 id="pace">{t.comingAndGoing}</h2>
      <p class="legend" aria-hidden="true">
        <span class="key received" /> {t.receivedCount} <span class="key decided" /> {t.decidedCount}
      </p>
      <ColumnsPlot
        kinds={['received', 'decided']}
        columns={figures.days.map((each) => ({
          label: String(Number(each.day.slice(8))),
          text: `${day(each.day, language)}: ${t.receivedCount} ${said(each.received)}, ${t.decidedCount} ${said(each.decided)}`,
          href: `/invoices?received_from=${each.day}&received_to=${each.day}`,
          values: [each.received, each.decided],
        }))}
        most={said(Math.max(...figures.days.flatMap((each) => [each.received, each.decided])))}
      />
      <Numbers
        summary={t.numbers}
        head={[t.day, t.receivedCount, t.decidedCount]}
        rows={figures.days.map((each) => [day(each.day, language), said(each.received), said(each.decided)])}
      />
    </section>
  )
}

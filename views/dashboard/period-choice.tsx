import { fill, wordsIn } from '../parts/words.ts'
import type { DashboardProps } from './dashboard-page.tsx'

const periods = [3, 12, 24]

/** How far back the spending is looked at. */
export const PeriodChoice = ({ language, period, figures }: DashboardProps) => {
  const t = wordsIn(language)
  return (
    <nav class="choices" aria-label={t.period}>
      {periods.map((months) => (
        <a
          class="button"
          href={`/dashboard?currency=${figures.currency ?? 'none'}&months=${months}`}
          aria-current={months === period.months ? 'true' : undefined}
        >
          {fill(t.lastMonths, { n: months })}
        </a>
      ))}
    </nav>
  )
}

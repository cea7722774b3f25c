import type { Account } from '../../src/accounts/accounts.table.ts'
import type { Figures } from '../../src/dashboard/figures.ts'
import type { Waiting } from '../../src/dashboard/pace.ts'
import type { Period } from '../../src/dashboard/spend.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { moment } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { AccuracyPanel } from './accuracy-panel.tsx'
import { PacePanel } from './pace-panel.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { CurrencyPanel, IssuersPanel, MonthsPanel, TaxesPanel } from './spend-panels.tsx'
import { Tiles } from './tiles.tsx'

export interface DashboardProps {
  language: Language
  account: Account
  period: Period
  figures: Figures & { waiting: Waiting }
}

export const DashboardPage = (props: DashboardProps) => {
  const { language, account, period, figures } = props
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.dashboard} account={account}>
      <div class="dashboard">
        <header class="head">
          <h1>{t.dashboard}</h1>
          <p class="quiet">{fill(t.figuresOf, { time: moment(figures.at, language) })}</p>
        </header>
        <Tiles {...props} />
        {figures.currencies.length === 0 ? (
          <section class="panel wide" aria-labelledby="spend">
            <div class="ways">
              <h2 id="spend">{t.spend}</h2>
              <PeriodChoice {...props} />
            </div>
            <p class="quiet">{t.spendIs}</p>
            <p class="empty">{fill(t.nothingSpent, { n: period.months })}</p>
          </section>
        ) : (
          <>
            <MonthsPanel {...props} />
            <CurrencyPanel {...props} />
            <IssuersPanel {...props} />
            <TaxesPanel {...props} />
          </>
        )}
        <PacePanel {...props} />
        <AccuracyPanel {...props} />
      </div>
    </Layout>
  )
}

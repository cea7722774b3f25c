import type { IssuerSpend, MonthSpend } from '../../src/dashboard/spend.ts'
import { money, monthName, percent, roughly, wholeNumber } from '../parts/format.ts'
import { wordsIn } from '../parts/words.ts'
import { ColumnsPlot } from './columns-plot.tsx'
import type { DashboardProps } from './dashboard-page.tsx'
import { Numbers } from './numbers.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { RankedTable } from './ranked-table.tsx'

/** The list of what was spent: in one currency, in these months, and by this issuer. */
function listOf({ figures }: DashboardProps, narrowing: Record<string, string> = {}) {
  const { currency, months } = figures
  const currencies: Record<string, string> = currency === null ? {} : { currency }
  const first = `${months[0]?.month}-01`
  const query = { status: 'processed', ...currencies, from: first, sort: '-date', ...narrowing }
  return `/invoices?${new URLSearchParams(query)}`
}

const lastDayOf = (month: string) => {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number!, 0)).toISOString().slice(0, 10)
}

export const MonthsPanel = (props: DashboardProps) => {
  const { language, figures } = props
  const t = wordsIn(language)
  const { currency, months } = figures
  const hrefOf = ({ month }: MonthSpend) => listOf(props, { from: `${month}-01`, to: lastDayOf(month) })
  return (
    <section class="panel wide" aria-labelledby="months">
      <div class="ways">
        <h2 id="months">
          {t.spend} · {currency ?? t.noCurrency}
        </h2>
        <PeriodChoice {...props} />
      </div>
      <p class="quiet">{t.spendIs}</p>
      <ColumnsPlot
        kinds={['spent']}
        columns={months.map((each) => ({
          label: `${monthName(each.month, language, 'short')}`,
          text: `${monthName(each.month, language, 'long')}: ${money(each.total, currency, language)}`,
          href: hrefOf(each),
          values: [Number(each.total)],
        }))}
        most={roughly(Math.max(...months.map(({ total }) => Number(total)), 0), language)}
      />
      <Numbers
        summary={t.numbers}
        head={[t.month, t.invoices, t.sum]}
        rows={months.map(({ month, count, total }) => [
          monthName(month, language, 'long'),
          wholeNumber(count, language),
          money(total, currency, language),
        ])}
      />
    </section>
  )
}

/** Each leads to its own dashboard: different currencies can't be added up. */
export const CurrencyPanel = ({ language, figures, period }: DashboardProps) => {
  const t = wordsIn(language)
  const most = Math.max(...figures.currencies.map(({ count }) => count))
  return (
    <section class="panel" aria-labelledby="currencies">
      <h2 id="currencies">{t.byCurrency}</h2>
      <RankedTable
        head={[t.currency, t.invoices, t.sum]}
        rows={figures.currencies.map(({ currency, count, total }) => ({
          name: (
            <a
              href={`/dashboard?currency=${currency ?? 'none'}&months=${period.months}`}
              aria-current={currency === figures.currency ? 'true' : undefined}
            >
              {currency ?? t.noCurrency}
            </a>
          ),
          share: count / most,
          figures: [wholeNumber(count, language), money(total, currency, language)],
        }))}
      />
    </section>
  )
}

export const IssuersPanel = (props: DashboardProps) => {
  const { language, figures } = props
  const { issuers, currency } = figures
  const t = wordsIn(language)
  if (!issuers.length) return null
  const most = Number(issuers[0]!.total)
  const hrefOf = ({ taxId, name }: IssuerSpend) => listOf(props, { issuer: taxId ?? name ?? '' })
  return (
    <section class="panel" aria-labelledby="issuers">
      <h2 id="issuers">
        {t.byIssuer} · {currency}
      </h2>
      <RankedTable
        head={[t.issuer, t.invoices, t.sum]}
        rows={issuers.map((issuer) => ({
          name: <a href={hrefOf(issuer)}>{issuer.name ?? issuer.taxId}</a>,
          share: Number(issuer.total) / most,
          figures: [wholeNumber(issuer.count, language), money(issuer.total, currency, language)],
        }))}
      />
    </section>
  )
}

export const TaxesPanel = (props: DashboardProps) => {
  const { language, figures } = props
  const { taxes, currency } = figures
  const t = wordsIn(language)
  if (!taxes.length) return null
  const most = Math.max(...taxes.map(({ amount }) => Number(amount)))
  return (
    <section class="panel" aria-labelledby="taxes">
      <h2 id="taxes">
        {t.byRate} · {currency}
      </h2>
      <RankedTable
        head={[t.tax, t.base, t.sum]}
        rows={taxes.map(({ name, rate, base, amount }) => ({
          name:
            rate === null ? (
              name
            ) : (
              <a href={listOf(props, { tax_rate: rate })}>
                {name} {percent(Number(rate) / 100, language, 2)}
              </a>
            ),
          share: Number(amount) / most,
          figures: [base === null ? '' : money(base, currency, language), money(amount, currency, language)],
        }))}
      />
    </section>
  )
}

import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

/** The months that are looked at, the running one included. */
export interface Period {
  months: number
}

export interface CurrencySpend {
  /** None where invoices came as data that names none. */
  currency: string | null
  count: number
  total: string
}
export interface MonthSpend {
  /** As 2026-03. */
  month: string
  count: number
  total: string
}
export interface IssuerSpend {
  name: string | null
  taxId: string | null
  count: number
  total: string
}
export interface TaxSpend {
  name: string
  rate: string | null
  count: number
  base: string | null
  amount: string
}

/** What was spent in these months is what was confirmed with a date in them; a credit note gives back. */
const spent = sql`sum(case when document_type = 'credit_note' then -abs(total) else total end)`
const firstDay = ({ months }: Period) =>
  sql`(date_trunc('month', current_date) - make_interval(months => ${months - 1}))::date`
const inPeriod = (period: Period) => sql`issued_on >= ${firstDay(period)}
  and issued_on < (date_trunc('month', current_date) + interval '1 month')::date and total is not null`
/** Written so that it is answered by an index alone. */
const ofCurrency = (currency: string | null) =>
  currency === null
    ? sql`status = 'processed' and currency is null`
    : sql`status = 'processed' and currency is not null and currency = ${currency}`
const sumOf = (currency: string | null) => (currency === null ? sql`sum(total)` : spent)

/** The currencies, the one of most invoices first: what is in different ones can't be added up. */
export async function spendByCurrency(db: Db, period: Period): Promise<CurrencySpend[]> {
  const rows = await db.execute<CurrencySpend & Record<string, unknown>>(sql`
    select currency, count(*)::int as count, ${spent}::text as total from invoices
    where status = 'processed' and currency is not null and ${inPeriod(period)} group by currency
    union all
    select null, count(*)::int, sum(total)::text from invoices
    where ${ofCurrency(null)} and ${inPeriod(period)} having count(*) > 0
    order by count desc`)
  return [...rows]
}

/** Every month of the period, also those in which nothing was spent. */
export async function spendByMonth(db: Db, currency: string | null, period: Period): Promise<MonthSpend[]> {
  const rows = await db.execute<MonthSpend & Record<string, unknown>>(sql`
    with spent as (
      select date_trunc('month', issued_on)::date as month, count(*)::int as count, ${sumOf(currency)} as total
      from invoices where ${ofCurrency(currency)} and ${inPeriod(period)} group by 1
    )
    select to_char(day, 'YYYY-MM') as month, coalesce(count, 0) as count, coalesce(total, 0)::text as total
    from generate_series(${firstDay(period)}, date_trunc('month', current_date), interval '1 month') as day
    left join spent on spent.month = day::date order by day`)
  return [...rows]
}

const mostIssuers = 10

export async function spendByIssuer(db: Db, currency: string | null, period: Period): Promise<IssuerSpend[]> {
  if (currency === null) return []
  const rows = await db.execute<IssuerSpend & Record<string, unknown>>(sql`
    select max(issuer_name) as name, issuer_tax_id as "taxId", count(*)::int as count, ${spent}::text as total
    from invoices where ${ofCurrency(currency)} and ${inPeriod(period)}
    and (issuer_name is not null or issuer_tax_id is not null)
    group by issuer_tax_id, case when issuer_tax_id is null then issuer_name end
    order by ${spent} desc limit ${mostIssuers}`)
  return [...rows]
}

const mostRates = 12

/** What the tax lines of invoices say, rate by rate. */
export async function taxByRate(db: Db, currency: string | null, period: Period): Promise<TaxSpend[]> {
  if (currency === null) return []
  const rows = await db.execute<TaxSpend & Record<string, unknown>>(sql`
    select tax->>'name' as name, trim_scale((tax->>'rate')::numeric)::text as rate, count(*)::int as count,
      sum((tax->>'base')::numeric * sign)::text as base, sum((tax->>'amount')::numeric * sign)::text as amount
    from (
      select final_data->'taxes' as taxes, case when document_type = 'credit_note' then -1 else 1 end as sign
      from invoices where ${ofCurrency(currency)} and ${inPeriod(period)}
    ) as invoice cross join lateral jsonb_array_elements(taxes) as tax
    where tax->>'amount' is not null
    group by 1, 2 order by sum((tax->>'amount')::numeric * sign) desc limit ${mostRates}`)
  return [...rows]
}

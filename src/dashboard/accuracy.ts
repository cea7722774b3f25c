import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import { type FieldName, fieldNames } from '../invoices/invoice-data.ts'

export interface Week {
  /** Its Monday, as 2026-03-09. */
  week: string
  decided: number
  /** Confirmed as Folio had read them. */
  untouched: number
}

export interface FieldAccuracy {
  name: FieldName
  corrected: number
}

export interface Accuracy {
  weeks: Week[]
  decided: number
  untouched: number
  /** Those that people corrected, the most often corrected first. */
  fields: FieldAccuracy[]
}

/** How often what was read needed no correction, as far back as the audit reaches. What came as data was not read. */
export async function findAccuracy(db: Db): Promise<Accuracy> {
  const [weeks, fields] = await Promise.all([listWeeks(db), listCorrected(db)])
  const sum = (key: 'decided' | 'untouched') => weeks.reduce((total, week) => total + week[key], 0)
  return { weeks, decided: sum('decided'), untouched: sum('untouched'), fields }
}

const since = sql`now() - make_interval(days => ${bounds.auditDays})`
const isConfirmed = sql`action in ('confirm', 'accept') and at > ${since}`

async function listWeeks(db: Db): Promise<Week[]> {
  const rows = await db.execute<Week & Record<string, unknown>>(sql`
    with made as (
      select date_trunc('week', at) as week, count(*)::int as decided,
        (count(*) filter (where not exists (
          select from audit as edit where edit.invoice_id = made.invoice_id and edit.action = 'edit'
        )))::int as untouched
      from audit as made where ${isConfirmed} group by 1
    )
    select to_char(each, 'YYYY-MM-DD') as week, coalesce(decided, 0) as decided, coalesce(untouched, 0) as untouched
    from generate_series(date_trunc('week', ${since}), date_trunc('week', now()), interval '1 week') as each
    left join made on made.week = each order by each`)
  return [...rows]
}

async function listCorrected(db: Db): Promise<FieldAccuracy[]> {
  const rows = await db.execute<{ name: string; corrected: number }>(sql`
    select name, count(distinct edit.invoice_id)::int as corrected
    from audit as edit cross join lateral jsonb_object_keys(details) as name
    where action = 'edit' and at > ${since}
    and exists (select from audit as made where made.invoice_id = edit.invoice_id and ${isConfirmed})
    group by 1 order by 2 desc`)
  const known = new Set<string>(fieldNames)
  return rows.filter(({ name }) => known.has(name)).map((row) => row as FieldAccuracy)
}

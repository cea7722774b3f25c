import { sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { textArray } from '../work.ts'
import { type BulkRequest, chosenBy, requireRoleFor, tooMany } from './change-many.ts'
import { isIncomplete } from './confirm-invoice.ts'
import { invoices } from './invoices.table.ts'
import { moves, statuses } from './life.ts'

export interface Weighed {
  /** What is decided on this sight must not touch what changes later. */
  seenAt: Date
  /** What would change, and how much money that is. */
  sums: { currency: string | null; count: number; total: string | null }[]
  changing: number
  /** Of those, the ones with a check that does not hold. */
  warned: number
  /** What would stay: it lacks what a booking needs, or is in another status. */
  incomplete: number
  elsewhere: number
}

/** What an action on many invoices would do, before it is done. */
export async function weighChange(
  { db }: Pick<Deps, 'db'>,
  account: Account,
  request: BulkRequest,
): Promise<Weighed> {
  const { action } = request
  requireRoleFor(action, account)
  const from = action === 'delete' ? statuses : moves[action].from
  const rows = await db.execute<{
    fate: 'changing' | 'incomplete' | 'elsewhere'
    currency: string | null
    count: number
    total: string | null
    warned: number
  }>(sql`
    with chosen as (
      select currency, total, jsonb_path_exists(checks, '$[*] ? (@.ok == false)') as warned,
        case when not status = any(${textArray([...from])}::text[]) then 'elsewhere'
          when ${action === 'confirm'} and ${isIncomplete} then 'incomplete' else 'changing' end as fate
      from ${invoices} where ${chosenBy(request, account)} order by id limit ${bounds.bulkIds + 1}
    )
    select fate, currency, count(*)::int as count, sum(total)::text as total, (count(*) filter (where warned))::int as warned
    from chosen group by fate, currency order by count(*) desc, currency`)
  const [clock] = await db.execute<{ ms: number }>(
    sql`select ceil(extract(epoch from now()) * 1000)::float8 as ms`,
  )
  const countOf = (fate: string) => rows.reduce((sum, row) => (row.fate === fate ? sum + row.count : sum), 0)
  if (rows.reduce((sum, { count }) => sum + count, 0) > bounds.bulkIds) throw tooMany()
  const changing = rows.filter(({ fate }) => fate === 'changing')
  return {
    seenAt: new Date(clock!.ms),
    sums: changing.map(({ currency, count, total }) => ({ currency, count, total })),
    changing: countOf('changing'),
    warned: changing.reduce((sum, { warned }) => sum + warned, 0),
    incomplete: countOf('incomplete'),
    elsewhere: countOf('elsewhere'),
  }
}

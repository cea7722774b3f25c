import { type SQL, sql } from 'drizzle-orm'
import { executePlanned, type Tx } from '../db/database.ts'
import { moves } from './life.ts'

const entryLock = 4_711_004

/** Held until the commit: alone, or together with others who do nothing that must be alone, one of them in each lane. */
export const holdEntry = (tx: Tx, how: 'alone' | 'together' | { lane: number }) =>
  executePlanned(tx, holding(how))

function holding(how: Parameters<typeof holdEntry>[1]) {
  if (how === 'alone') return sql`select pg_advisory_xact_lock(${entryLock})`
  if (how === 'together') return sql`select pg_advisory_xact_lock_shared(${entryLock})`
  return sql`select pg_advisory_xact_lock_shared(${entryLock}), pg_advisory_xact_lock(${entryLock}::int, ${how.lane}::int)`
}

/**
 * Stores invoices that come as data and need no reading, in one statement: those that are like none before, as processed.
 * What they say is in their columns, and written out as data when they settle: that is half of the work.
 * `facturas` is a query of account_id, batch_id, position, number, customer (plain), date and total, in the order of arrival.
 * If it is believed that none of them is like another, many may do this at once, and it takes a sixth less; where one is,
 * that fails with a unique violation. Otherwise the entry must be held alone. How many were stored.
 */
export async function enterSound(tx: Tx, facturas: SQL, { areDistinct }: { areDistinct: boolean }) {
  const { to, stage } = moves.enter
  // a subquery for each: joined, it would be a matter of luck whether the index is used
  const { count } = await executePlanned(
    tx,
    sql`
    insert into fresh_invoices (account_id, status, stage, source, filename, content_type, size_bytes, final_data,
      processed_at, document_type, invoice_number, customer_tax_id, issued_on, total, batch_id, batch_position)
    select account_id, ${to}, ${stage}, 'batch', number, 'application/json', 0, '{}', now(), 'invoice',
      number, customer, date, total, batch_id, position
    from (${facturas}) as facturas
    where (
      select id from only invoices as other
      where source = 'batch' and invoice_number = number and customer_tax_id = customer and status <> 'rejected'
      limit 1
    ) is null
    ${areDistinct ? sql`` : sql`on conflict (invoice_number, customer_tax_id) do nothing`}`,
  )
  return count
}

/** The others: each waits for validation and says which invoice it is like. The batch of each. */
export async function enterDoubtful(tx: Tx, facturas: SQL): Promise<number[]> {
  const { to, stage } = moves.doubt
  const rows = await executePlanned<{ batch_id: string }>(
    tx,
    sql`
    insert into invoices (account_id, status, stage, source, filename, content_type, size_bytes, preview_data, checks,
      duplicate_of, document_type, invoice_number, customer_tax_id, issued_on, total, search, batch_id, batch_position)
    select account_id, ${to}, ${stage}, 'batch', number, 'application/json', 0,
      ${dataOf(...ofSource)}, ${checksOf}, first.id,
      'invoice', number, customer, date, total, ${searchOf(...ofSource)}, facturas.batch_id, position
    from (${facturas}) as facturas
    left join lateral (
      select id, batch_id, batch_position from invoices as other
      where source = 'batch' and invoice_number = number and customer_tax_id = customer and status <> 'rejected'
      order by id limit 1
    ) as first on true
    where (first.batch_id, first.batch_position) is distinct from (facturas.batch_id, position)
    returning batch_id`,
  )
  return rows.map(({ batch_id }) => Number(batch_id))
}

/** As people write it. */
export const writtenCustomer = (plain: SQL) => sql`(left(${plain}, -1) || '-' || right(${plain}, 1))`

type Values = readonly [customer: SQL, number: SQL, date: SQL, total: SQL]
const ofSource: Values = [writtenCustomer(sql`customer`), sql`number`, sql`date`, sql`total`]

/** What is known; reading it, the rest is null. */
export const dataOf = (...[customer, number, date, total]: Values) => sql`jsonb_build_object(
  'document_type', 'invoice', 'customer_tax_id', ${customer}, 'invoice_number', ${number}, 'date', ${date},
  'total', trim_scale(${total}))`

/** About these two values, and so it stands until one of them is corrected. */
const checksOf = sql`jsonb_build_array(jsonb_build_object(
  'name', 'possible_duplicate', 'ok', false, 'about', jsonb_build_array('invoice_number', 'customer_tax_id'),
  'other', first.id,
  'message', jsonb_build_object(
    'es', format('La factura %s tiene el mismo cliente y número.', first.id),
    'en', format('Invoice %s has the same customer and number.', first.id))))`

/** As `searchable.ts` has it, made where the rows are. */
export const searchOf = (...[customer, number, date, total]: Values) => sql`
  setweight(to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(
    concat_ws(' ', 'invoice', ${number}, ${customer}, replace(${customer}, '-', ''), ${date}, trim_scale(${total})), NFD),
    '[\u0300-\u036f]+', '', 'g')), '[^[:alnum:]]+', ' ', 'g')), 'B')`

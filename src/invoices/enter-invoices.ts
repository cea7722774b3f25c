import { type SQL, sql } from 'drizzle-orm'
import { executePlanned, type Tx } from '../db/database.ts'
import { moves } from './life.ts'

const entryLock = 4_711_004

/** Held until the commit: alone, or together with others who do nothing that must be alone, one of them in each lane. */
export const holdEntry = (tx: Tx, how: 'alone' | { lane: number }) =>
  executePlanned(
    tx,
    how === 'alone'
      ? sql`select pg_advisory_xact_lock(${entryLock})`
      : sql`select pg_advisory_xact_lock_shared(${entryLock}), pg_advisory_xact_lock(${entryLock}::int, ${how.lane}::int)`,
  )

/**
 * Stores invoices that come as data and need no reading, in one statement, as processed: those that are like none before.
 * `facturas` is a query of account_id, batch_id, position, number, customer (plain), date and total, in the order of arrival.
 * The entry must be held alone. How many were stored.
 */
export async function enterSound(tx: Tx, facturas: SQL) {
  const { count } = await executePlanned(
    tx,
    sql`${entering} select ${columnsOf} from (${facturas}) as facturas
      where ${isSettled(sql`number`, sql`customer`)} is null
      on conflict (invoice_number, customer_tax_id) do nothing`,
  )
  return count
}

/**
 * The same where it is believed that all of them are like none: many may do this at once, and it takes half. Where one is, it
 * fails, and nothing of it must be kept. One look tells that nothing settled is among their numbers; only if something is,
 * each is looked for.
 */
export async function enterDistinct(tx: Tx, facturas: SQL) {
  const [entered] = await executePlanned<{ count: number; known: boolean }>(
    tx,
    sql`
    with entered as (
      ${entering} select ${columnsOf} from (${facturas}) as facturas returning invoice_number, customer_tax_id
    ), range as (
      select count(*)::int as count, min(invoice_number) as first, max(invoice_number) as last from entered
    ), next as (
      select invoice_number from settled_invoices
      where source = 'batch' and invoice_number >= (select first from range) order by invoice_number limit 1
    )
    select count, case when (select invoice_number from next) <= last
      then exists (select from entered where ${isSettled(sql`entered.invoice_number`, sql`entered.customer_tax_id`)} is not null)
      else false end as known
    from range`,
  )
  if (entered!.known) throw new Error('one of these invoices is like one before')
  return entered!.count
}

const entering = sql`insert into fresh_invoices
  (account_id, batch_id, batch_position, invoice_number, customer_tax_id, issued_on, total)`
const columnsOf = sql`account_id, batch_id, position, number, customer, date, total`

/** A subquery for each: joined, it would be a matter of luck whether the index is used. */
const isSettled = (number: SQL, customer: SQL) => sql`(
  select id from settled_invoices as other
  where source = 'batch' and other.invoice_number = ${number} and other.customer_tax_id = ${customer} and status <> 'rejected'
  limit 1
)`

/** The others: each waits for validation and says which invoice it is like. The batch of each. */
export async function enterDoubtful(tx: Tx, facturas: SQL): Promise<number[]> {
  const { to, stage } = moves.doubt
  const rows = await executePlanned<{ batch_id: string }>(
    tx,
    sql`
    insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, preview_data, checks,
      duplicate_of, document_type, invoice_number, customer_tax_id, issued_on, total, search, batch_id, batch_position)
    select account_id, ${to}, ${stage}, 'batch', number, 'application/json', 0,
      data_of_factura(customer, number, date, total), ${checksOf}, first.id,
      'invoice', number, customer, date, total, ${searchOf(sql`customer`, sql`number`, sql`date`, sql`total`)},
      facturas.batch_id, position
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

/** About these two values, and so it stands until one of them is corrected. */
const checksOf = sql`jsonb_build_array(jsonb_build_object(
  'name', 'possible_duplicate', 'ok', false, 'about', jsonb_build_array('invoice_number', 'customer_tax_id'),
  'other', first.id,
  'message', jsonb_build_object(
    'es', format('La factura %s tiene el mismo cliente y número.', first.id),
    'en', format('Invoice %s has the same customer and number.', first.id))))`

/** As `searchable.ts` has it, made where the rows are. */
export const searchOf = (plainCustomer: SQL, number: SQL, date: SQL, total: SQL) => sql`
  setweight(to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(
    concat_ws(' ', 'invoice', ${number}, left(${plainCustomer}, -1) || '-' || right(${plainCustomer}, 1), ${plainCustomer}, ${date},
      trim_scale(${total})), NFD),
    '[\u0300-\u036f]+', '', 'g')), '[^[:alnum:]]+', ' ', 'g')), 'B')`

import { type SQL, sql } from 'drizzle-orm'
import { executePlanned, type Tx } from '../db/database.ts'
import { moves } from './life.ts'

const entryLock = 4_711_004

/**
 * Held until the commit: one at a time stores or moves what comes as data, so that of two alike, wherever they are, the
 * later one sees the first. A second one at once would gain nothing: it would wait for the same rows and the same disk.
 */
export const holdEntry = (tx: Tx) => executePlanned(tx, sql`select pg_advisory_xact_lock(${entryLock})`)

/** For who only must not meet a move half way. */
export const keepEntryStill = (tx: Tx) =>
  executePlanned(tx, sql`select pg_advisory_xact_lock_shared(${entryLock})`)

/**
 * Stores invoices that come as data and need no reading, in one statement: those that are like none before, as processed.
 * `facturas` is a query of account_id, batch_id, position, number, customer, date and total, in the order of arrival.
 * Where none of them is like another, not looking for that saves a sixth; if one is, `areDistinct` fails with a unique
 * violation. How many were stored.
 */
export async function enterSound(tx: Tx, facturas: SQL, { areDistinct }: { areDistinct: boolean }) {
  const { to, stage } = moves.enter
  // a subquery for each: joined, it would be a matter of luck whether the index is used
  const { count } = await executePlanned(
    tx,
    sql`
    insert into fresh_invoices (account_id, status, stage, source, filename, content_type, size_bytes, final_data,
      processed_at, document_type, invoice_number, customer_tax_id, issued_on, total, batch_id, batch_position)
    select account_id, ${to}, ${stage}, 'batch', number, 'application/json', 0, ${dataOf}, now(), 'invoice',
      number, ${plainCustomer}, date, total, batch_id, position
    from (${facturas}) as facturas
    where (
      select id from only invoices as other
      where source = 'batch' and invoice_number = number and customer_tax_id = ${plainCustomer} and status <> 'rejected'
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
    select account_id, ${to}, ${stage}, 'batch', number, 'application/json', 0, ${dataOf}, ${checksOf}, first.id,
      'invoice', number, ${plainCustomer}, date, total, ${searchOf}, facturas.batch_id, position
    from (${facturas}) as facturas
    left join lateral (
      select id, batch_id, batch_position from invoices as other
      where source = 'batch' and invoice_number = number and customer_tax_id = ${plainCustomer} and status <> 'rejected'
      order by id limit 1
    ) as first on true
    where (first.batch_id, first.batch_position) is distinct from (facturas.batch_id, position)
    returning batch_id`,
  )
  return rows.map(({ batch_id }) => Number(batch_id))
}

const plainCustomer = sql`replace(customer, '-', '')`

/** What is known; reading it, the rest is null. */
const dataOf = sql`jsonb_build_object('document_type', 'invoice', 'customer_tax_id', customer, 'invoice_number', number,
  'date', date, 'total', total)`

/** About these two values, and so it stands until one of them is corrected. */
const checksOf = sql`jsonb_build_array(jsonb_build_object(
  'name', 'possible_duplicate', 'ok', false, 'about', jsonb_build_array('invoice_number', 'customer_tax_id'),
  'message', jsonb_build_object(
    'es', format('La factura %s tiene el mismo cliente y número.', first.id),
    'en', format('Invoice %s has the same customer and number.', first.id))))`

/** As `searchable.ts` has it, made where the rows are. */
export const searchOf = sql`setweight(to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(
  concat_ws(' ', 'invoice', number, customer, ${plainCustomer}, date, total), NFD),
  '[\u0300-\u036f]+', '', 'g')), '[^[:alnum:]]+', ' ', 'g')), 'B')`

import type { Sql } from 'postgres'

const syllables = 'ba ce di fo gu la me ni po ru sa te vi zo cha llo nue tra gri blo'.split(' ')
const wordCount = 4_000
const pageCount = 5_000
const wordsOnPage = 70
const issuerCount = 2_000
/** So many are made one by one; the rest are the same again with other dates, numbers and amounts. */
const chunk = 25_000

/** Words by number, all different: a few are everywhere, most are seldom, as in any language. */
const wordOf = (number: number) =>
  [0, 1, 2].map((place) => syllables[Math.floor(number / 20 ** place) % 20]).join('')
const seldom = (count: number) => Math.floor(count * random() ** 3)

let seed = 42
/** The same numbers each time, so that two runs measure the same. */
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

/** Invoices as a workspace has them after some years: set-based, and the same ones each time. */
export async function fillInvoices(sql: Sql, rows: number, accountId: number) {
  await makeIssuers(sql)
  const rareWord = await makePages(sql)
  await sql`select setseed(0.42)`
  await withoutIndices(sql, async () => {
    await insertInvoices(sql, { to: Math.min(rows, chunk), rows, accountId })
    for (let after = chunk; after < rows; after += chunk) await repeatInvoices(sql, after, rows)
  })
  await sql`vacuum analyze settled_invoices`
  await sql`vacuum analyze invoice_counts`
  const [common] = await sql`select name, tax_id from issuers where id = 1`
  const [rare] = await sql`select name, tax_id from issuers where id = ${issuerCount}`
  return {
    rareWord,
    mediumWord: wordOf(1_800),
    commonWord: wordOf(0),
    commonIssuer: String(common!.name),
    rareIssuer: String(rare!.tax_id),
  }
}

async function makeIssuers(sql: Sql) {
  const kinds = ['Ferretería', 'Comercial', 'Distribuidora', 'Panadería', 'Transportes', 'Consultora']
  const forms = ['SpA', 'SL', 'Ltda', 'SA', 'GmbH', 'SAS']
  const issuers = Array.from({ length: issuerCount }, (_, i) => ({
    id: i + 1,
    name: `${kinds[i % 6]} ${wordOf(i + 1_000)} ${wordOf(seldom(wordCount))} ${forms[i % 5]}`,
    tax_id: `${76_000_000 + i * 137}${i % 10}`,
    // nine of ten deal in one of three, the others in francs
    currency: ['CLP', 'EUR', 'USD', 'EUR', 'CLP', 'CLP', 'USD', 'EUR', 'CLP', i % 100 === 9 ? 'CHF' : 'EUR'][
      i % 10
    ]!,
  }))
  await sql`create temp table issuers as
    select * from jsonb_to_recordset(${sql.json(issuers)}) as (id int, name text, tax_id text, currency text)`
}

/** What pages say, with a word that is on one of them only. */
async function makePages(sql: Sql) {
  const rareWord = 'xylofonia'
  const texts = Array.from({ length: pageCount }, (_, i) => {
    const words = Array.from({ length: wordsOnPage }, () => wordOf(seldom(wordCount)))
    return `factura fecha total iva base imponible cliente ${words.join(' ')}${i === 77 ? ` ${rareWord}` : ''}`
  })
  await sql`create temp table pages as
    select row_number() over () as id, setweight(to_tsvector('simple', text), 'C') as search
    from jsonb_array_elements_text(${sql.json(texts)}) as text`
  for (const table of ['issuers', 'pages']) {
    await sql.unsafe(`create index on ${table} (id)`)
    await sql.unsafe(`analyze ${table}`)
  }
  return rareWord
}

/** Making the indices afterwards takes a fraction of keeping them up to date row by row. */
async function withoutIndices(sql: Sql, act: () => Promise<void>) {
  const indices = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'invoices'::regclass and not indisunique`
  for (const { name } of indices) await sql.unsafe(`drop index ${name}`)
  await act()
  await sql`set maintenance_work_mem = '256MB'`
  for (const { definition } of indices) await sql.unsafe(definition)
}

interface Range {
  to: number
  rows: number
  accountId: number
}

const insertInvoices = (sql: Sql, { to, rows, accountId }: Range) => sql`
  with chosen as materialized (
    select n, random() as fate, random() as amount, random() as place, random() as age,
      1 + floor(${issuerCount}::int * random() ^ 3)::int as issuer_id, 1 + floor(${pageCount}::int * random())::int as page_id
    from generate_series(1, ${to}::int) as n
  ), drawn as (
    select n, age, place, issuers.name, issuers.tax_id, issuers.currency, pages.search as page,
      case when fate < 0.80 then 'processed' when fate < 0.90 then 'waiting_validation' when fate < 0.94 then 'rejected'
        when fate < 0.97 then 'failed' else 'processing' end as status,
      round((10 + 5000 * amount ^ 4)::numeric, 2) as total,
      now() - make_interval(secs => (${rows}::int - n) * 63e6 / ${rows}::int) as created
    from chosen join issuers on issuers.id = issuer_id join pages on pages.id = page_id
  ), told as (
    select *, status in ('processed', 'waiting_validation', 'rejected') as known, (created - age * interval '30 days')::date as issued,
      'F-' || lpad(n::text, 8, '0') as number
    from drawn
  ), written as (
    select *, case when known then jsonb_build_object(
      'document_type', 'invoice', 'issuer_name', name, 'issuer_tax_id', tax_id, 'issuer_address', 'Av. Siempre Viva 742, Santiago',
      'customer_name', 'Compañía Compradora SA', 'customer_tax_id', '76192083-9', 'invoice_number', number, 'date', issued,
      'due_date', issued + 30, 'currency', currency, 'subtotal', round(total / 1.19, 2), 'tax', total - round(total / 1.19, 2),
      'total', total, 'taxes', jsonb_build_array(jsonb_build_object('name', 'IVA', 'rate', 19, 'base', round(total / 1.19, 2), 'amount', total - round(total / 1.19, 2))),
      'products', jsonb_build_array(
        jsonb_build_object('name', 'Tornillos de acero inoxidable 4x40', 'quantity', 2, 'unit_price', 10, 'total_price', 20, 'tax_rate', 19),
        jsonb_build_object('name', 'Servicio de instalación', 'quantity', 1, 'unit_price', total, 'total_price', total, 'tax_rate', 19)),
      'cufe', null, 'payment_terms', '30 días', 'purchase_order', 'OC-' || n) end as data
    from told
  )
  insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, sha256, duplicate_key, pages,
    pages_read, preview_data, final_data, fields, checks, error, created_at, updated_at, processed_at, document_type, issuer_name,
    issuer_tax_id, invoice_number, issued_on, currency, total, search)
  select ${accountId}::bigint, status, case when status = 'processing' then 'reading' else 'done' end,
    (array['upload', 'upload', 'upload', 'batch', 'email', 'ocr_v4'])[1 + n % 6], 'factura-' || n || '.pdf', 'application/pdf',
    50000 + n % 400000, encode(sha256(n::text::bytea), 'hex'), 'bench:' || n, 1 + n % 3,
    case when status = 'processing' then 0 else 1 + n % 3 end, data, case when status = 'processed' then data end,
    case when known then (select jsonb_object_agg(key, jsonb_build_object('value', value, 'confidence', 0.93, 'source', 'text',
        'page', 1, 'box', jsonb_build_array(0.1, place, 0.3, place)))
      from jsonb_each(data - 'taxes' - 'products') where value <> 'null') else '{}' end,
    '[{"ok": true, "name": "sums", "message": {"es": "Las sumas cuadran.", "en": "The sums add up."}}]',
    case when status = 'failed' then '{"code": "UNREADABLE", "message": {"es": "Dañado.", "en": "Damaged."}}'::jsonb end,
    created, created + interval '1 minute', case when status = 'processed' then created + interval '1 hour' end,
    data->>'document_type', data->>'issuer_name', data->>'issuer_tax_id', data->>'invoice_number', (data->>'date')::date,
    data->>'currency', (data->>'total')::numeric,
    case when known then setweight(to_tsvector('simple', translate(name, 'íé', 'ie') || ' ' || tax_id), 'A')
      || setweight(to_tsvector('simple', number || ' ' || issued || ' ' || currency || ' ' || total || ' OC ' || n || ' compania compradora sa'), 'B') || page
      || array_to_tsvector(regexp_split_to_array('@' || replace(translate(lower(name), 'íé', 'ie'), ' ', ' @') || ' @' || tax_id, ' '))
    else '' end
  from written order by n`

const repeatInvoices = (sql: Sql, after: number, rows: number) => sql`
  insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, sha256, duplicate_key, pages,
    pages_read, preview_data, final_data, fields, checks, error, created_at, updated_at, processed_at, document_type, issuer_name,
    issuer_tax_id, invoice_number, issued_on, currency, total, search)
  select account_id, status, stage, source, filename, content_type, size_bytes, encode(sha256((id + ${after}::int)::text::bytea), 'hex'),
    'bench:' || id + ${after}::int, pages, pages_read, preview_data, final_data, fields, checks, error, created_at + later,
    updated_at + later, processed_at + later, document_type, issuer_name, issuer_tax_id, 'F-' || lpad((id + ${after}::int)::text, 8, '0'),
    (issued_on + later)::date, currency, total + ${after}::int % 97 / 100.0, search
  from invoices, make_interval(secs => ${after}::int * 63e6 / ${rows}::int) as later
  where id <= ${chunk}::int and id + ${after}::int <= ${rows}::int order by id`

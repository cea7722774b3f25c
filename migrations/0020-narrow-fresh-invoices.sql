-- What is the same for all sound invoices of batches is said once, by the view through which everybody reads invoices; a row
-- of them is as narrow as what was sent, and storing it costs half. What is written is settled, or is settled first.
alter table invoices rename to settled_invoices;
create or replace function forget_first() returns trigger language plpgsql as $$
begin
  update settled_invoices set duplicate_of = null where duplicate_of in (select id from stale);
  return null;
end $$;

alter table fresh_invoices rename to wide_fresh_invoices;
create table fresh_invoices (
  id bigint not null default nextval('invoices_id_seq'),
  account_id bigint not null,
  batch_id bigint not null,
  entered_at timestamptz not null default now(),
  batch_position integer not null,
  issued_on date not null,
  invoice_number text not null,
  customer_tax_id text not null,
  total numeric(20, 6) not null
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  -- rows that come in are gone soon, and the plans don't depend on how many there are
  autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 50000
);
insert into fresh_invoices
select id, account_id, batch_id, processed_at, batch_position, issued_on, invoice_number, customer_tax_id, total
from wide_fresh_invoices;
drop table wide_fresh_invoices;
alter table fresh_invoices add primary key (id);
create unique index fresh_invoices_alike on fresh_invoices (invoice_number, customer_tax_id);

create function count_fresh_invoices() returns trigger language plpgsql as $$
begin
  insert into invoice_counts as counts (slot, status, invoices)
  select pg_backend_pid() % 256, 'processed', case tg_op when 'INSERT' then count(*) else -count(*) end from changed
  on conflict (slot, status) do update set invoices = counts.invoices + excluded.invoices;
  return null;
end $$;
create trigger fresh_invoices_counted_in after insert on fresh_invoices
  referencing new table as changed for each statement execute function count_fresh_invoices();
create trigger fresh_invoices_counted_out after delete on fresh_invoices
  referencing old table as changed for each statement execute function count_fresh_invoices();

-- What a factura says, as the data of an invoice; what is not in here is null.
create function data_of_factura(customer text, number text, date date, total numeric) returns jsonb
language sql stable parallel safe return jsonb_build_object(
  'document_type', 'invoice', 'customer_tax_id', left(customer, -1) || '-' || right(customer, 1),
  'invoice_number', number, 'date', date, 'total', trim_scale(total)
);

create view fresh_as_invoices as
select id, account_id, 'processed' as status, 'done' as stage, 'batch' as source, invoice_number as filename,
  'application/json' as content_type, 0::bigint as size_bytes, null::text as sha256, null::text as duplicate_key,
  null::bigint as duplicate_of, null::integer as pages, 0 as pages_read, null::jsonb as preview_data,
  data_of_factura(customer_tax_id, invoice_number, issued_on, total) as final_data, '{}'::jsonb as fields, '[]'::jsonb as checks,
  null::jsonb as error, 0 as attempts, null::bigint as held_by, 1 as version, entered_at as created_at, entered_at as updated_at,
  entered_at as processed_at, 'invoice' as document_type, null::text as issuer_name, null::text as issuer_tax_id, invoice_number,
  issued_on, null::text as currency, total, ''::tsvector as search, batch_id, batch_position, customer_tax_id, 1 as part,
  1 as parts, null::timestamptz as document_removed_at, false as ready
from fresh_invoices;

create view invoices as
select id, account_id, status, stage, source, filename, content_type, size_bytes, sha256, duplicate_key, duplicate_of, pages,
  pages_read, preview_data, final_data, fields, checks, error, attempts, held_by, version, created_at, updated_at, processed_at,
  document_type, issuer_name, issuer_tax_id, invoice_number, issued_on, currency, total, search, batch_id, batch_position,
  customer_tax_id, part, parts, document_removed_at, ready
from settled_invoices
union all select * from fresh_as_invoices;

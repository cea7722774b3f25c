-- A request that changes something may carry a key: within a day, the same key of an account is the same request.
create table idempotency_keys (
  account_id bigint not null references accounts on delete cascade,
  operation text not null check (operation in ('facturas', 'ocr')),
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null check (length(fingerprint) = 32),
  -- what the first request was told
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (account_id, operation, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table batches (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete restrict,
  total integer not null check (total > 0),
  -- what became of its invoices; counted in the commit that stored them
  processed integer not null default 0 check (processed >= 0),
  waiting_validation integer not null default 0 check (waiting_validation >= 0),
  failed integer not null default 0 check (failed >= 0),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  check (processed + waiting_validation + failed <= total),
  check ((finished_at is null) = (processed + waiting_validation + failed < total))
)
-- every row is counted up soon after it was made: room for that on its own page spares the indexes
with (fillfactor = 50);
create index batches_account on batches (account_id, id);

-- What was accepted and still has to be stored: some invoices of one batch, or those of several small ones, and gone in
-- the very commit that stores them. Texts are lists, parted by the character U+001F, which no value may hold.
create table parcels (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete restrict,
  -- the further a parcel is from the beginning of its batch, the later it is due: a small batch never waits for a large one
  due timestamptz not null,
  size integer not null check (size > 0),
  batch_ids bigint[] not null,
  -- some of its batches were refused when they were to be accepted, for their keys had been used: they are not there
  mixed boolean not null default false,
  positions integer[] not null,
  numbers text not null,
  customers text not null,
  totals text not null,
  dates text not null,
  attempts integer not null default 0,
  -- given up: it stays here to be looked into
  failed boolean not null default false
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table parcels
  alter numbers set storage external, alter customers set storage external, alter totals set storage external,
  alter dates set storage external, alter batch_ids set storage external, alter positions set storage external;
create index parcels_due on parcels (due, id) where not failed;

alter table invoices
  add column batch_id bigint references batches on delete restrict,
  add column batch_position integer,
  add column customer_tax_id text;
create index invoices_batch on invoices (batch_id, batch_position) where batch_id is not null;
create index invoices_alike on invoices (invoice_number, customer_tax_id) where source = 'batch';

-- Sound invoices of batches come in here, where storing one costs a fifth: every query of `invoices` sees them, and when
-- it is quiet they move over to where all the indexes are. What may be in here is so narrow that one check says it.
do $$
declare rule record;
begin
  for rule in select conname, pg_get_constraintdef(oid) as said from pg_constraint
    where conrelid = 'invoices'::regclass and contype = 'c'
  loop
    execute format('alter table invoices drop constraint %1$I, add constraint %1$I %2$s no inherit', rule.conname, rule.said);
  end loop;
end $$;
create table fresh_invoices (
  primary key (id),
  check (
    source = 'batch' and status = 'processed' and stage = 'done' and final_data is not null and batch_id is not null
    and duplicate_of is null and length(filename) between 1 and 255
  )
) inherits (invoices) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  -- rows that come in are gone soon, and the plans don't depend on how many there are
  autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 50000
);
alter table fresh_invoices alter id set default nextval('invoices_id_seq');
create unique index fresh_invoices_alike on fresh_invoices (invoice_number, customer_tax_id);

-- Triggers are not inherited, and fire for the table that a statement names.
create trigger fresh_invoices_counted_in after insert on fresh_invoices
  referencing new table as fresh for each statement execute function count_invoices();
create trigger fresh_invoices_counted_out after delete on fresh_invoices
  referencing old table as stale for each statement execute function count_invoices();

-- The first of two alike may be in either table, which a foreign key can't say.
alter table invoices drop constraint invoices_duplicate_of_fkey;
create function forget_first() returns trigger language plpgsql as $$
begin
  update only invoices set duplicate_of = null where duplicate_of in (select id from stale);
  return null;
end $$;
create trigger invoices_forget_first after delete on invoices
  referencing old table as stale for each statement execute function forget_first();

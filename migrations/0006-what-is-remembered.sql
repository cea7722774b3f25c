-- What a model answered, by what it was asked, for some days: a document that is read again asks the same.
create table model_answers (
  key text primary key check (key ~ '^[0-9a-f]{64}$'),
  answer text not null,
  tokens_in integer not null,
  tokens_out integer not null,
  created_at timestamptz not null default now()
);
create index model_answers_age on model_answers (created_at);

-- How to find a value in an issuer's documents, learned from what a person corrected.
create table rules (
  id bigint generated always as identity primary key,
  -- the issuer: by tax id where there is one, else by name; both as plain as they are compared
  issuer_tax_id text check (length(issuer_tax_id) between 1 and 40),
  folded_name text not null check (length(folded_name) <= 200),
  issuer_name text not null check (length(issuer_name) between 1 and 200),
  field text not null,
  how jsonb not null,
  -- used when a person lets it and its trials allow it
  enabled boolean not null default true,
  proven boolean not null default false,
  hits integer not null default 0 check (hits >= 0),
  misses integer not null default 0 check (misses >= 0),
  tried_at timestamptz,
  learned_from bigint references invoices on delete set null,
  created_at timestamptz not null default now(),
  check (issuer_tax_id is not null or folded_name <> '')
);
-- the same correction twice is one rule
create unique index rules_same on rules (coalesce(issuer_tax_id, '=' || folded_name), field, md5(how::text));
create index rules_tax_id on rules (issuer_tax_id) where issuer_tax_id is not null;
create index rules_name on rules (folded_name);
create index rules_source on rules (learned_from) where learned_from is not null;

-- the confirmed documents of an issuer, on which its rules are tried
create index invoices_confirmed_of on invoices (issuer_tax_id, id) where status = 'processed';
create index invoices_confirmed_by on invoices (lower(issuer_name), id) where status = 'processed';

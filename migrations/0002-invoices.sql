create table invoices (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete restrict,
  status text not null
    check (status in ('processing', 'waiting_validation', 'processed', 'rejected', 'failed')),
  -- how far `processing` has come, so that work resumes from the stage reached
  stage text not null check (stage in ('reading', 'extracting', 'done')),
  source text not null
    check (source in ('upload', 'batch', 'ocr_v4', 'session', 'email', 'folder', 'docuware', 'cli')),
  filename text not null check (length(filename) between 1 and 255),
  content_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  -- two uploads that must not both become invoices share this key
  duplicate_key text unique,
  duplicate_of bigint references invoices on delete set null,
  pages integer check (pages >= 0),
  pages_read integer not null default 0 check (pages_read >= 0),
  preview_data jsonb,
  final_data jsonb,
  fields jsonb not null default '{}',
  checks jsonb not null default '[]',
  error jsonb,
  attempts integer not null default 0 check (attempts >= 0),
  -- the process that works on it, by the number of the advisory lock that it holds while it lives
  held_by bigint,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  processed_at timestamptz,

  -- what lists filter and sort by: taken from the final data, or from the preview while there is none
  document_type text,
  issuer_name text,
  issuer_tax_id text,
  invoice_number text,
  issued_on date,
  currency text,
  total numeric(20, 6),
  search tsvector not null default '',

  check (status <> 'processing' or stage <> 'done'),
  check (status <> 'processed' or final_data is not null)
)
-- what is long is kept beside the row, not in it: lists, counts and filters then touch a fifth of the pages
with (toast_tuple_target = 128);

-- every order of the list ends in the id, so that a cursor has one place to stand
create index invoices_newest on invoices (created_at, id);
create index invoices_status_newest on invoices (status, created_at, id);
create index invoices_account_newest on invoices (account_id, created_at, id);
create index invoices_status_account on invoices (account_id, status);
-- what is unknown comes last in either direction
create index invoices_oldest_issued on invoices (coalesce(issued_on, 'infinity'), id);
create index invoices_newest_issued on invoices (coalesce(issued_on, '-infinity'), id);
create index invoices_smallest on invoices (coalesce(total, 'Infinity'), id);
create index invoices_largest on invoices (coalesce(total, '-Infinity'), id);
-- with what is asked for beside them, so that counting reads nothing but the index
create index invoices_issued on invoices (issued_on) include (status, currency, total, source, account_id);
create index invoices_total on invoices (total) include (status, currency, issued_on, source, account_id);
create index invoices_updated on invoices (updated_at, id);
create index invoices_sha256 on invoices (sha256);
create index invoices_same on invoices (invoice_number, issuer_tax_id);
create index invoices_source on invoices (source, created_at, id);
create index invoices_currency on invoices (currency, created_at, id);
create index invoices_search on invoices using gin (search);
create index invoices_issuer on invoices using gin (ts_filter(search, '{a}'));
create index invoices_duplicates on invoices (duplicate_of) where duplicate_of is not null;

-- What the pages of a document say, by content and by the recipe that read them: read once, kept page by page.
create table page_words (
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  recipe integer not null,
  page integer not null check (page > 0),
  pages integer not null check (pages > 0),
  width real not null,
  height real not null,
  source text not null check (source in ('text', 'ocr')),
  words jsonb not null,
  created_at timestamptz not null default now(),
  primary key (sha256, recipe, page)
);

-- Who changed what, and when. It outlives the invoice, so it does not point at it.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  invoice_id bigint not null,
  account_id bigint references accounts on delete set null,
  action text not null,
  previous text,
  status text,
  details jsonb not null default '{}'
);
create index audit_invoice on audit (invoice_id, id);
create index audit_age on audit (at);

-- What happened, in the order it was committed. A notification is only the hint to look here.
create table events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  type text not null,
  account_id bigint references accounts on delete cascade,
  invoice_id bigint,
  data jsonb not null
);
create index events_age on events (at);

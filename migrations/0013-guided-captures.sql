-- One document photographed until all of it is known: what was found so far, and what became of it.
create table capture_sessions (
  id text primary key check (id ~ '^ocr_sess_[0-9a-f]{24}$'),
  account_id bigint not null references accounts on delete restrict,
  status text not null check (status in ('processing', 'complete', 'needs_retry', 'manual_review', 'failed')),
  attempts integer not null default 0 check (attempts between 0 and 5),
  -- what was found, each with its proof: the page of a proof is the attempt whose picture shows it
  data jsonb not null default '{}',
  fields jsonb not null default '{}',
  invoice_id bigint references invoices on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index capture_sessions_account on capture_sessions (account_id, updated_at);
create index capture_sessions_age on capture_sessions (updated_at);
create index capture_sessions_invoice on capture_sessions (invoice_id) where invoice_id is not null;

-- Each picture of it, in the order in which they came. One attempt of a session is worked on at a time.
create table capture_attempts (
  session_id text not null references capture_sessions on delete cascade,
  attempt integer not null check (attempt between 1 and 5),
  -- names the picture in the store
  picture uuid not null unique,
  content_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  -- the fields whoever took the picture had in mind
  asked text[] not null default '{}',
  -- what it says, and by which recipe that was read
  page jsonb,
  recipe integer,
  -- how the session stood once this attempt was done: what its caller is told
  outcome jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (session_id, attempt),
  check ((page is null) = (recipe is null)),
  check ((outcome is null) = (finished_at is null))
);

-- What reading with the help of a model costs: a row for every attempt, kept when the session is gone.
create schema analytics;
create table analytics.ocr_token_usage (
  id bigint generated always as identity primary key,
  user_id bigint not null references accounts on delete cascade,
  session_id text not null,
  attempt_number integer not null check (attempt_number between 1 and 5),
  tokens_used integer not null check (tokens_used >= 0),
  lumis_cost integer not null check (lumis_cost >= 0),
  success boolean not null,
  missing_fields text[] not null,
  -- milliseconds from the arrival of the picture to its answer
  processing_time integer not null check (processing_time >= 0),
  created_at timestamptz not null default now(),
  unique (session_id, attempt_number)
);
create index ocr_token_usage_user on analytics.ocr_token_usage (user_id, created_at);

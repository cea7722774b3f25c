-- What an account may use, and since when it may not come in at all.
alter table accounts
  add column tier text not null default 'basic' check (tier in ('basic', 'premium')),
  add column trust_score integer not null default 0 check (trust_score between 0 and 100),
  -- null: what the setting says
  add column upload_limit_per_hour integer check (upload_limit_per_hour between 0 and 1000000),
  add column disabled_at timestamptz,
  -- who owns the machine always comes in
  add check (subject <> 'admin' or (role = 'admin' and disabled_at is null));

-- What an account can spend: what its entries add up to, kept as a number so that the database can guard it.
create table credit_balances (
  account_id bigint primary key references accounts on delete restrict,
  balance bigint not null check (balance between 0 and 1000000000000)
);

-- The ledger: written once, never changed.
create table credit_entries (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete restrict,
  kind text not null check (kind in ('grant', 'hold', 'capture', 'release')),
  amount bigint not null,
  -- what the entry does to the balance: a hold takes, and what is captured was taken before
  change bigint not null generated always as (
    case kind when 'hold' then -amount when 'capture' then 0 else amount end
  ) stored,
  -- the balance after it
  balance bigint not null check (balance >= 0),
  -- what was paid for
  reference text check (length(reference) between 1 and 200),
  -- why it was granted
  reason text check (length(reason) between 1 and 200),
  at timestamptz not null default now(),
  check (kind = 'grant' or amount >= 0),
  check ((kind = 'grant') = (reference is null)),
  check ((kind = 'grant') = (reason is not null))
);
create index credit_entries_account on credit_entries (account_id, id);
create unique index credit_entries_held_once on credit_entries (reference) where kind = 'hold';
create unique index credit_entries_settled_once on credit_entries (reference) where kind in ('capture', 'release');

-- What is held and not settled yet: whoever settles it takes the row away, and so comes first.
create table credit_holds (
  reference text primary key,
  account_id bigint not null references accounts on delete restrict,
  amount bigint not null check (amount >= 0),
  -- when it is released by itself: whoever held it has died
  expires_at timestamptz not null
);
create index credit_holds_expiry on credit_holds (expires_at);

-- How often something was done since a window began: when it ends, the next begins with the next time.
create table limit_windows (
  key text primary key check (length(key) between 1 and 200),
  taken integer not null check (taken > 0),
  ends_at timestamptz not null
);
create index limit_windows_end on limit_windows (ends_at);

-- Apart from the account, which is read with every request and shown on pages.
create table passwords (
  account_id bigint primary key references accounts on delete cascade,
  hash text not null check (hash like '$argon2id$%'),
  set_at timestamptz not null default now()
);

-- Whoever has such a link may choose a password with it.
alter table sign_in_links add column sets_password boolean not null default false;
create index sign_in_links_account on sign_in_links (account_id);

-- A session keeps its number while its token is renewed; the token before counts until the new one has arrived.
alter table sessions
  add column id bigint generated always as identity unique,
  add column previous_hash bytea unique check (length(previous_hash) = 32),
  add column renewed_at timestamptz not null default now(),
  add column used_at timestamptz not null default now(),
  add column browser text not null default '' check (length(browser) <= 200);
create index sessions_account on sessions (account_id);

-- What programs sign in with. Only the hash is kept; the token is shown once.
create table api_tokens (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  name text not null check (length(name) between 1 and 100),
  token_hash bytea not null unique check (length(token_hash) = 32),
  scope text not null check (scope in ('read', 'upload', 'full')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index api_tokens_account on api_tokens (account_id);
create index api_tokens_expiry on api_tokens (expires_at);

-- People and programs that may do something here, and how a browser proves to be one of them.
create table accounts (
  id bigint generated always as identity primary key,
  subject text not null unique check (length(subject) between 1 and 255),
  name text not null check (length(name) between 1 and 200),
  role text not null default 'uploader' check (role in ('admin', 'reviewer', 'uploader')),
  created_at timestamptz not null default now()
);

-- Only hashes are kept: who reads the database can't sign in with what is in it.
create table sign_in_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references accounts on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_expiry on sessions (expires_at);

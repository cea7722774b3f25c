-- An export that is made again by itself, and when next.
create table export_schedules (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  every text not null check (every in ('day', 'week', 'month')),
  -- only what has changed since the last one
  only_new boolean not null,
  request jsonb not null,
  language text not null check (language in ('es', 'en')),
  next_at timestamptz not null,
  last_at timestamptz,
  created_at timestamptz not null default now()
);
create index export_schedules_due on export_schedules (next_at);
create index export_schedules_account on export_schedules (account_id);

create table exports (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete restrict,
  schedule_id bigint references export_schedules on delete set null,
  source text not null check (source in ('folio', 'docuware')),
  status text not null check (status in ('queued', 'running', 'done', 'partial', 'failed', 'cancelled')),
  -- what was asked for, as it was understood
  request jsonb not null,
  language text not null check (language in ('es', 'en')),
  -- whether all its documents are known by now, and where the list goes on if not
  listed boolean not null default false,
  cursor text,
  total integer not null default 0 check (total >= 0),
  done integer not null default 0 check (done >= 0),
  failed integer not null default 0 check (failed >= 0),
  -- packed already, and not yet in a piece
  packing integer not null default 0 check (packing >= 0),
  pieces integer not null default 0 check (pieces >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  error jsonb,
  -- the run that works on it, and the process it is in, by the number of the lock that shows that it lives
  run text,
  held_by bigint,
  -- runs that ended without a further piece
  attempts integer not null default 0 check (attempts >= 0),
  eta timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- since when the archive is not kept any more
  removed_at timestamptz,
  check (done + failed <= total),
  check ((finished_at is null) = (status in ('queued', 'running')))
);
create index exports_account on exports (account_id, id);
create index exports_schedule on exports (schedule_id);
create index exports_finished on exports (finished_at);

-- What an export is about, in its order. Once a document is packed, it has the names of its files, or the reason why not.
create table export_documents (
  export_id bigint not null references exports on delete cascade,
  position integer not null check (position > 0),
  document_id text not null check (length(document_id) between 1 and 100),
  -- what its source says of it, where that can't be asked for later
  data jsonb,
  files jsonb,
  reason jsonb,
  primary key (export_id, position),
  unique (export_id, document_id)
);
create index export_documents_failed on export_documents (export_id, position) where reason is not null;

-- The archive, one piece after the other: short ones here, long ones in the store.
create table export_pieces (
  export_id bigint not null references exports on delete cascade,
  number integer not null check (number > 0),
  bytes bigint not null check (bytes > 0),
  -- where it is in the store, or what it is
  key text,
  content bytea,
  -- its lines in the directory at the archive's end, and how many
  directory bytea not null,
  entries integer not null check (entries >= 0),
  -- which file of data it is, where it is one
  data_file text,
  primary key (export_id, number),
  check ((key is null) <> (content is null))
);
-- pieces of files are nothing that shrinks
alter table export_pieces alter content set storage external, alter directory set storage external;

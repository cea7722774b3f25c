-- Where documents come from by themselves: a folder that is watched, a mailbox that is looked into.
create table watched_places (
  way text not null check (way in ('folder', 'mailbox')),
  -- the folder's own mark, or the address of the mailbox
  place text not null check (length(place) between 1 and 1000),
  -- what people know it by
  name text not null check (length(name) between 1 and 1000),
  -- a mailbox gives its messages rising numbers, for as long as this one stays
  uid_validity bigint check (uid_validity > 0),
  last_uid bigint not null default 0 check (last_uid >= 0),
  looked_at timestamptz,
  -- why the last look failed
  failure jsonb,
  primary key (way, place)
);

-- Every file and every mail that came so: what became of it, and that it is taken in once.
create table arrivals (
  id bigint generated always as identity primary key,
  way text not null,
  place text not null,
  -- what it is known by while it is there: a file by its place and times, a mail by its number
  identity text not null check (length(identity) between 1 and 500),
  -- what a mail is known by for good, should its mailbox number it anew
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  name text check (length(name) <= 255),
  sender text check (length(sender) <= 320),
  size_bytes bigint not null check (size_bytes >= 0),
  outcome text not null default 'begun' check (outcome in ('begun', 'received', 'refused', 'nothing', 'known')),
  -- the invoices it brought, and what of it was refused with the reason
  entries jsonb not null default '[]',
  -- how often it was begun: what ends the process again and again is set aside
  attempts integer not null default 1 check (attempts > 0),
  created_at timestamptz not null default now(),
  foreign key (way, place) references watched_places on delete cascade,
  unique (way, place, identity)
);
create unique index arrivals_digest on arrivals (way, place, digest);
create index arrivals_age on arrivals (created_at);

-- Programs elsewhere that are told what happened.
create table webhooks (
  id bigint generated always as identity primary key,
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 200),
  secret text not null check (secret like 'whsec_%'),
  -- after a change both sign for a while, so that the other side has time to change too
  previous_secret text,
  previous_until timestamptz,
  types text[] not null check (cardinality(types) > 0),
  enabled boolean not null default true,
  -- why Folio itself has stopped calling
  disabled_because text check (disabled_because in ('failing', 'gone')),
  failing_since timestamptz,
  -- the last event that its deliveries were made of
  last_event bigint not null check (last_event >= 0),
  created_at timestamptz not null default now(),
  check (disabled_because is null or not enabled)
);

create table webhook_deliveries (
  id bigint generated always as identity primary key,
  webhook_id bigint not null references webhooks on delete cascade,
  -- null for a test
  event_id bigint,
  type text not null,
  -- the very bytes that are signed, each time
  body text not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  due_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  took_ms integer check (took_ms >= 0),
  -- what it was answered last, or why there was no answer
  answer_status integer,
  answer text check (length(answer) <= 1000),
  failure jsonb,
  unique (webhook_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where status = 'waiting';
create index webhook_deliveries_newest on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_age on webhook_deliveries (created_at);

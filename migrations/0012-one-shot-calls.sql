-- A document sent to be read while its sender waits: what was held for it, what became of it, what was answered.
create table one_shot_calls (
  -- also what its credits are held under
  id uuid primary key,
  account_id bigint not null references accounts on delete restrict,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- 1: one picture; 2: several captures of one paper in one picture
  mode smallint not null check (mode in (1, 2)),
  cost integer not null check (cost >= 0),
  -- open: its sender waits, and its credits are held; done: answered and charged; failed: not charged;
  -- late: not answered in time and not charged, its invoice is still processed; left: likewise, and it waits for validation
  state text not null default 'open' check (state in ('open', 'done', 'failed', 'late', 'left')),
  -- none before the document was taken in, after it was deleted, and when a later call has taken it up
  invoice_id bigint unique references invoices on delete set null,
  -- what its sender was told, or would have been
  answer jsonb,
  answer_by timestamptz not null,
  created_at timestamptz not null default now(),
  check (state <> 'done' or answer is not null)
);
-- what was sent before, for the answer that is known already
create index one_shot_calls_same on one_shot_calls (account_id, sha256, created_at);
create index one_shot_calls_unsettled on one_shot_calls (answer_by) where state in ('open', 'late');
create index one_shot_calls_age on one_shot_calls (created_at);

-- Set where the document itself is not kept once it is processed: its text and its fields are.
alter table invoices add column document_removed_at timestamptz;
-- those that still have to go
create index invoices_document_to_remove on invoices (id) where source = 'ocr_v4' and document_removed_at is null;

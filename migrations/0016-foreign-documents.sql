-- What was taken in from somebody else's archive: each file of a document once, whatever becomes of its invoice.
create table foreign_documents (
  origin text not null check (length(origin) between 1 and 500),
  document_id text not null check (length(document_id) between 1 and 100),
  -- which of its files, and which of those that were packed in it
  file integer not null check (file > 0),
  piece integer not null check (piece > 0),
  taken_at timestamptz not null default now(),
  primary key (origin, document_id, file, piece)
);

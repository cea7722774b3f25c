-- A file may hold several invoices: the upload becomes the first of them, which brings in the others when it is extracted.
alter table invoices
  add column part integer not null default 1 check (part > 0),
  -- how many there are, as far as is known
  add column parts integer not null default 1,
  add check (part <= parts);

-- The same upload twice is one invoice; the other invoices of one file are not uploads, and are there once as well.
alter table invoices drop constraint invoices_duplicate_key_key;
create unique index invoices_uploaded_once on invoices (duplicate_key) where part = 1 and duplicate_key is not null;
create unique index invoices_parts_once on invoices (duplicate_key, sha256, part)
  where part > 1 and duplicate_key is not null;

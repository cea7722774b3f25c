-- The degrees clockwise that straighten a page after its turn, and its picture with it.
alter table page_words add column skew real not null default 0 check (skew between -45 and 45);
-- Why nothing could be read on a page of a document that has others.
alter table page_words add column failure text;
-- The bytes of the page's picture, while one is kept.
alter table page_words add column picture_bytes integer check (picture_bytes > 0);
-- When it was last needed, to the day: what was needed longest ago is forgotten first.
alter table page_words add column used_at timestamptz not null default now();
create index page_words_use on page_words (used_at);
-- Forgotten words are null: the page's size and turn stay, for its picture.
alter table page_words alter column words drop not null;

-- The quarter turns clockwise after which a page stands upright, so that its picture fits its words, and the codes on it.
alter table page_words add column turn smallint not null default 0 check (turn in (0, 90, 180, 270));
alter table page_words add column codes jsonb not null default '[]';
-- what is evicted first
create index page_words_age on page_words (created_at);

-- Beside its words, the search holds the issuer's words behind an @ and what an invoice is behind a #: one index then
-- answers what is asked of all of them together. The latter are put there by the database, for they change by themselves.
create function mark_search() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    new.search := ts_delete(new.search, array['#' || old.status, '#' || old.source, '#' || coalesce(old.currency, '')]);
  end if;
  new.search := new.search || array_to_tsvector(array['#' || new.status, '#' || new.source, '#' || coalesce(new.currency, '')]);
  return new;
end $$;

create trigger invoices_marked before insert or update of status, source, currency, search on invoices
  for each row execute function mark_search();

drop index invoices_issuer;
update invoices set search = search || coalesce((
  select array_to_tsvector(array_agg('@' || word)) from unnest(tsvector_to_array(ts_filter(search, '{a}'))) as word
), '');

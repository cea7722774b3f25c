-- Counting a million rows takes longer than a page may: the counts are kept as the rows change, in many
-- slots (one a database session, mostly), so that two transactions rarely wait for each other.
create table invoice_counts (
  slot integer not null,
  status text not null,
  invoices bigint not null,
  primary key (slot, status)
);

create function count_invoices() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into invoice_counts as counts (slot, status, invoices)
    select pg_backend_pid() % 256, status, count(*) from fresh group by status order by status
    on conflict (slot, status) do update set invoices = counts.invoices + excluded.invoices;
  elsif tg_op = 'DELETE' then
    insert into invoice_counts as counts (slot, status, invoices)
    select pg_backend_pid() % 256, status, -count(*) from stale group by status order by status
    on conflict (slot, status) do update set invoices = counts.invoices + excluded.invoices;
  else
    insert into invoice_counts as counts (slot, status, invoices)
    select pg_backend_pid() % 256, status, sum(change) from (
      select status, 1 as change from fresh union all select status, -1 from stale
    ) as changes group by status having sum(change) <> 0 order by status
    on conflict (slot, status) do update set invoices = counts.invoices + excluded.invoices;
  end if;
  return null;
end $$;

create trigger invoices_counted_in after insert on invoices
  referencing new table as fresh for each statement execute function count_invoices();
create trigger invoices_counted_out after delete on invoices
  referencing old table as stale for each statement execute function count_invoices();
create trigger invoices_counted_over after update on invoices
  referencing old table as stale new table as fresh for each statement execute function count_invoices();

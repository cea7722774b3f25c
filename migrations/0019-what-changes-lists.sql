-- The last of what may change a list: a count is true for as long as there is no newer one.
create index events_of_lists on events (id)
  where type in ('invoice_status_update', 'invoice_preview_updated', 'batch_progress');

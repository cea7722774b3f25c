-- No two invoices have the same fiscal key: a second one with it is the same invoice.
create index invoices_cufe on invoices ((coalesce(final_data, preview_data) ->> 'cufe'))
  where coalesce(final_data, preview_data) ->> 'cufe' is not null;

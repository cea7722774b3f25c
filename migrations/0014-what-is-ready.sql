-- Whether nothing about what waits needs a look: all is known that a booking needs, every check holds, and no value that is
-- booked is doubtful.
alter table invoices add column ready boolean not null generated always as (
  case when status = 'waiting_validation' then
    issuer_name is not null and issued_on is not null and currency is not null and total is not null
    and (invoice_number is not null or coalesce(document_type, '') = 'receipt')
    and not jsonb_path_exists(checks, '$[*] ? (@.ok == false)')
    and not jsonb_path_exists(fields, '$.keyvalue() ? (
      @.key like_regex "^(issuer_name|issuer_tax_id|invoice_number|date|currency|subtotal|tax|total)$"
      && @.value.confidence < 0.8 && @.value.source != "human" && @.value.value != null)')
  else false end
) stored;
create index invoices_ready on invoices (created_at, id) where ready;

-- What was done to many at once is found again, to be told and undone.
create index audit_change on audit ((details->>'change')) where details->>'change' is not null;

-- Adding up what was spent reads nothing but this. What came as data has no currency, and costs nothing here.
create index invoices_spent on invoices (currency, issued_on) include (total, document_type, issuer_tax_id, issuer_name)
  where status = 'processed' and currency is not null;
-- How fast the work goes is asked of its steps.
create index audit_steps on audit (action, at) include (invoice_id);

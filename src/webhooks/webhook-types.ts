import { type SQL, sql } from 'drizzle-orm'

/** What a webhook can be told of. A batch is told of as one, not invoice by invoice. */
export const webhookTypes = [
  'invoice.received',
  'invoice.waiting_validation',
  'invoice.processed',
  'invoice.rejected',
  'invoice.failed',
  'invoice.deleted',
  'batch.done',
  'export.done',
] as const
export type WebhookType = (typeof webhookTypes)[number]

/** Which of them an event is; null where it is a step on the way that only pages show. */
export const typeOfEvent: SQL = sql`case
  when type = 'invoice_status_update' and data->>'previous' is null then 'invoice.received'
  when type = 'invoice_status_update' and data->>'status' in ('waiting_validation', 'processed', 'rejected', 'failed', 'deleted')
    and data->>'status' is distinct from data->>'previous'
    then 'invoice.' || (data->>'status')
  when type = 'batch_progress' and data->>'status' = 'done' then 'batch.done'
  when type = 'export_progress' and data->>'status' in ('done', 'partial', 'failed') then 'export.done'
end`

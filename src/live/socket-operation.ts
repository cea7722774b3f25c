import { z } from 'zod'
import type { Operation } from '../web/api.ts'

/** The socket as the OpenAPI document tells of it, as far as that can. */
export const documentSocket: Operation = {
  method: 'get',
  path: '/ws',
  tag: 'Events',
  summary: 'Events as they happen (WebSocket)',
  description:
    'Each message is JSON `{id, type, at, ...}` with the types `invoice_status_update` (`invoice_id, status, previous`), `invoice_preview_updated`, `invoice_progress`, `batch_progress` (`batch_id, status, previous, total, processed, waiting_validation, failed`: one for each batch and step, in place of one for each of its invoices), `export_progress` (`export_id, status, previous, total, done, failed, bytes, eta`, at most one a second) and `session_update`.',
  query: z.object({
    since: z
      .string()
      .optional()
      .describe('The id of the last event seen: what was missed within 24 hours comes first'),
    as: z.enum(['html']).optional().describe('Fragments for Folio’s own pages instead of JSON'),
  }),
  answers: { 101: { description: 'Switching to the WebSocket protocol' } },
  failures: ['malformed', 'too-many'],
}

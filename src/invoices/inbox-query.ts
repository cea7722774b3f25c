import { z } from 'zod'
import { bounds } from '../config.ts'
import { invoiceFilter } from './invoice-filter.ts'
import { sorts } from './list-order.ts'

/** What the address of the inbox may say of its list. */
export const inboxQuery = z.object({
  ...invoiceFilter.shape,
  sort: z.enum(sorts).default('-created_at'),
  cursor: z.string().max(300).optional(),
  rows: z.coerce.number().int().min(1).max(bounds.inboxRows).default(50),
})

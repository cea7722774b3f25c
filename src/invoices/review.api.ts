import type { Context } from 'hono'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { createApi } from '../web/api.ts'
import { bulkActions, changeMany } from './change-many.ts'
import { confirmInvoice } from './confirm-invoice.ts'
import { editPreview, previewEdit } from './edit-preview.ts'
import { filterShape } from './invoice-filter.ts'
import { anInvoice, answerInvoice, byId, invoiceId } from './invoices.api.ts'
import { rejectInvoice } from './reject-invoice.ts'
import { retryInvoice } from './retry-invoice.ts'

const ifMatch = { 'If-Match': 'The ETag the change is based on; 412 when somebody was faster' }

const reasonText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be plain text')

/** Correcting, confirming, rejecting and retrying, one by one and many at once. */
export function reviewApi(deps: Deps) {
  const api = createApi('Review')

  api.patch(
    `${byId}/preview`,
    {
      summary: 'Correct the preview',
      description:
        'Any part of the data; `null` clears a value. Only while the invoice waits for validation.',
      params: invoiceId,
      headers: ifMatch,
      body: previewEdit,
      example: { invoice_number: 'F-2026-0042', date: '2026-03-15', total: 1190.5, due_date: null },
      answers: anInvoice,
      failures: ['not-found', 'conflict', 'stale'],
    },
    async (c, { params, body }) =>
      answerInvoice(
        c,
        await editPreview(deps, c.var.account, params.id, body, { expectedVersion: versionAsked(c) }),
      ),
  )
  api.post(
    `${byId}/confirm`,
    {
      summary: 'Confirm: the preview becomes final',
      params: invoiceId,
      headers: ifMatch,
      body: z.strictObject({ force: z.boolean().optional() }),
      example: { force: true },
      bodyOptional: true,
      answers: anInvoice,
      failures: ['not-found', 'conflict', 'stale'],
    },
    async (c, { params, body }) => {
      const options = { force: body.force, expectedVersion: versionAsked(c) }
      return answerInvoice(c, await confirmInvoice(deps, c.var.account, params.id, options))
    },
  )
  api.post(
    `${byId}/reject`,
    {
      summary: 'Reject, with the reason',
      params: invoiceId,
      body: z.strictObject({ reason: reasonText }),
      example: { reason: 'No es una factura' },
      answers: anInvoice,
      failures: ['not-found', 'conflict'],
    },
    async (c, { params, body }) =>
      answerInvoice(c, await rejectInvoice(deps, c.var.account, params.id, body.reason)),
  )
  api.post(
    `${byId}/retry`,
    {
      summary: 'Process a failed or rejected invoice again',
      params: invoiceId,
      answers: anInvoice,
      failures: ['not-found', 'conflict'],
    },
    async (c, { params }) => answerInvoice(c, await retryInvoice(deps, c.var.account, params.id)),
  )

  const bulk = z.strictObject({
    action: z.enum(bulkActions),
    ids: z.array(z.int().positive()).min(1).max(bounds.bulkIds).optional(),
    filter: z.strictObject(filterShape).partial().optional(),
    reason: reasonText.optional(),
    force: z.boolean().optional(),
  })
  const bulkAnswer = z.object({
    changed: z.array(z.int()),
    skipped: z.array(z.looseObject({ id: z.int(), code: z.string() })),
  })
  api.post(
    '/api/invoices/bulk',
    {
      summary: 'Confirm, reject, retry or delete many invoices',
      description:
        'Give either `ids` or `filter`. What could not take part is named in `skipped` and left as it was.',
      body: bulk.refine(
        ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
        'give either ids or filter',
      ),
      example: { action: 'confirm', filter: { issuer: 'Papelería Ejemplo', to: '2026-03-31' } },
      answers: { 200: { description: 'What was changed', schema: bulkAnswer } },
    },
    async (c, { body }) => {
      const { changed, skipped } = await changeMany(deps, c.var.account, body)
      return c.json({ changed, skipped })
    },
  )
  return api
}

/** The version an If-Match names; `*` and its absence ask for none. */
function versionAsked(c: Context): number | undefined {
  const header = c.req.header('if-match')?.trim()
  if (!header || header === '*') return undefined
  const version = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1])
  if (Number.isInteger(version)) return version
  throw new AppError('stale', {
    es: 'If-Match no nombra ninguna versión de esta factura.',
    en: 'If-Match names no version of this invoice.',
  })
}

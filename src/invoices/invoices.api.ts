import type { Context } from 'hono'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { createApi } from '../web/api.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { listAudit } from './audit.ts'
import { bulkActions, changeMany } from './change-many.ts'
import { confirmInvoice } from './confirm-invoice.ts'
import { deleteInvoice } from './delete-invoices.ts'
import { editPreview, previewEdit } from './edit-preview.ts'
import { filterShape, invoiceFilter } from './invoice-filter.ts'
import { invoiceJson, toJson } from './invoice-json.ts'
import type { Invoice } from './invoices.table.ts'
import { statuses } from './life.ts'
import { countByStatus, findInvoice, listInvoices, sorts } from './queries.ts'
import { rejectInvoice } from './reject-invoice.ts'
import { retryInvoice } from './retry-invoice.ts'

export const invoiceId = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
/** Anything but digits is no invoice's address. */
export const byId = '/api/invoices/:id{[0-9]+}'

const listQuery = z.object({
  ...invoiceFilter.shape,
  sort: z.enum(sorts).default('-created_at'),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(bounds.perPage).default(50),
  cursor: z
    .string()
    .max(300)
    .optional()
    .describe('`next_cursor` of the page before; then `page` does not count'),
})

const listAnswer = z.object({
  items: z.array(invoiceJson),
  page: z.int(),
  per_page: z.int(),
  total: z.int(),
  next_cursor: z.string().nullable(),
})

const changed = {
  200: { description: 'The invoice as it is now', schema: invoiceJson, headers: { ETag: 'The version' } },
}
const ifMatch = { 'If-Match': 'The ETag the change is based on; 412 when somebody was faster' }

/** Reading, editing and moving invoices, one by one and many at once. */
export function invoicesApi(deps: Deps) {
  const api = createApi('Invoices')

  for (const path of ['/api/invoices/', '/api/invoices'])
    api.get(
      path,
      {
        summary: 'List invoices',
        query: listQuery,
        answers: { 200: { description: 'One page of the list', schema: listAnswer } },
      },
      async (c, { query: { sort, page, per_page, cursor, ...filter } }) => {
        const list = await listInvoices(deps.db, c.var.account, {
          filter,
          sort,
          page,
          perPage: per_page,
          cursor,
        })
        const items = list.items.map((invoice) => toJson(invoice, languageFor(c)))
        return c.json({ items, page, per_page, total: list.total, next_cursor: list.nextCursor })
      },
    )

  const summary = z.object({
    ...Object.fromEntries(statuses.map((status) => [status, z.int()])),
    total: z.int(),
  })
  for (const path of ['/api/invoices/status-summary/', '/api/invoices/status-summary'])
    api.get(
      path,
      {
        summary: 'How many invoices there are of each status',
        answers: { 200: { description: 'The counts', schema: summary } },
      },
      async (c) => {
        const counts = await countByStatus(deps.db, c.var.account)
        return c.json({ ...counts, total: statuses.reduce((sum, status) => sum + counts[status], 0) })
      },
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
      answers: { 200: { description: 'What was changed', schema: bulkAnswer } },
      failures: ['forbidden'],
    },
    async (c, { body }) => c.json(await changeMany(deps, c.var.account, body)),
  )

  api.get(
    byId,
    { summary: 'One invoice', params: invoiceId, answers: changed, failures: ['not-found'] },
    async (c, { params }) => answer(c, await findInvoice(deps.db, c.var.account, params.id)),
  )
  api.delete(
    byId,
    {
      summary: 'Delete an invoice, its document and its text',
      params: invoiceId,
      answers: { 204: { description: 'It is gone; the audit remembers that it was here' } },
      failures: ['forbidden', 'not-found'],
    },
    async (c, { params }) => {
      await deleteInvoice(deps, c.var.account, params.id)
      return c.body(null, 204)
    },
  )
  api.patch(
    `${byId}/preview`,
    {
      summary: 'Correct the preview',
      description:
        'Any part of the data; `null` clears a value. Only while the invoice waits for validation.',
      params: invoiceId,
      headers: ifMatch,
      body: previewEdit,
      answers: changed,
      failures: ['forbidden', 'not-found', 'conflict', 'stale'],
    },
    async (c, { params, body }) =>
      answer(c, await editPreview(deps, c.var.account, params.id, body, versionAsked(c))),
  )
  api.post(
    `${byId}/confirm`,
    {
      summary: 'Confirm: the preview becomes final',
      params: invoiceId,
      headers: ifMatch,
      body: z.strictObject({ force: z.boolean().optional() }),
      bodyOptional: true,
      answers: changed,
      failures: ['forbidden', 'not-found', 'conflict', 'stale'],
    },
    async (c, { params, body }) => {
      const options = { force: body.force, expectedVersion: versionAsked(c) }
      return answer(c, await confirmInvoice(deps, c.var.account, params.id, options))
    },
  )
  api.post(
    `${byId}/reject`,
    {
      summary: 'Reject, with the reason',
      params: invoiceId,
      body: z.strictObject({ reason: reasonText }),
      answers: changed,
      failures: ['forbidden', 'not-found', 'conflict'],
    },
    async (c, { params, body }) =>
      answer(c, await rejectInvoice(deps, c.var.account, params.id, body.reason)),
  )
  api.post(
    `${byId}/retry`,
    {
      summary: 'Process a failed or rejected invoice again',
      params: invoiceId,
      answers: changed,
      failures: ['not-found', 'conflict'],
    },
    async (c, { params }) => answer(c, await retryInvoice(deps, c.var.account, params.id)),
  )

  const entry = z.object({
    id: z.int(),
    at: z.iso.datetime(),
    action: z.string(),
    account_id: z.int().nullable(),
    previous: z.enum(statuses).nullable(),
    status: z.enum(statuses).nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  api.get(
    `${byId}/log`,
    {
      summary: 'Who changed what, and when',
      params: invoiceId,
      answers: {
        200: { description: 'The audit, oldest first', schema: z.object({ items: z.array(entry) }) },
      },
      failures: ['not-found'],
    },
    async (c, { params }) => {
      // the audit of a deleted invoice stays readable for those who may see everything
      if (c.var.account.role === 'uploader') await findInvoice(deps.db, c.var.account, params.id)
      const items = await listAudit(deps.db, params.id)
      if (!items.length) await findInvoice(deps.db, c.var.account, params.id)
      return c.json({
        items: items.map(({ id, at, action, accountId, previous, status, details }) => ({
          id,
          at: at.toISOString(),
          action,
          account_id: accountId,
          previous,
          status,
          details,
        })),
      })
    },
  )
  return api
}

const reasonText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be plain text')

function answer(c: Context<SignedIn>, invoice: Invoice) {
  c.header('ETag', etagOf(invoice))
  return c.json(toJson(invoice, languageFor(c)))
}

const etagOf = ({ version }: Invoice) => `"${version}"`

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

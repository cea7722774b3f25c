import type { Context } from 'hono'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { listAudit } from './audit.ts'
import { countByStatus } from './count-invoices.ts'
import { deleteInvoice } from './delete-invoices.ts'
import { invoiceFilter } from './invoice-filter.ts'
import { invoiceJson, toJson } from './invoice-json.ts'
import type { Invoice } from './invoices.table.ts'
import { statuses } from './life.ts'
import { listInvoices } from './list-invoices.ts'
import { sorts } from './list-order.ts'
import { findInvoice } from './queries.ts'

export const invoiceId = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
/** Anything but digits is no invoice's address. */
export const byId = '/api/invoices/:id{[0-9]+}'

export const listQuery = z.object({
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

export const listAnswer = z.object({
  items: z.array(invoiceJson),
  page: z.int(),
  per_page: z.int(),
  total: z.int(),
  next_cursor: z.string().nullable(),
})

export const anInvoice = {
  200: { description: 'The invoice as it is now', schema: invoiceJson, headers: { ETag: 'The version' } },
}

/** Finding invoices: the list, the counts, one with its history; and deleting one. */
export function invoicesApi(deps: Deps) {
  const api = createApi('Invoices')

  api.get(
    ['/api/invoices/', '/api/invoices'],
    {
      summary: 'List invoices',
      query: listQuery,
      answers: { 200: { description: 'One page of the list', schema: listAnswer } },
    },
    (c, { query }) => answerList(deps, c, query),
  )

  const summary = z.object({
    ...Object.fromEntries(statuses.map((status) => [status, z.int()])),
    total: z.int(),
  })
  api.get(
    ['/api/invoices/status-summary/', '/api/invoices/status-summary'],
    {
      summary: 'How many invoices there are of each status',
      answers: { 200: { description: 'The counts', schema: summary } },
    },
    async (c) => {
      const counts = await countByStatus(deps.db, c.var.account)
      return c.json({ ...counts, total: statuses.reduce((sum, status) => sum + counts[status], 0) })
    },
  )

  api.get(
    byId,
    { summary: 'One invoice', params: invoiceId, answers: anInvoice, failures: ['not-found'] },
    async (c, { params }) => answerInvoice(c, await findInvoice(deps.db, c.var.account, params.id)),
  )
  api.delete(
    byId,
    {
      summary: 'Delete an invoice, its document and its text',
      params: invoiceId,
      answers: { 204: { description: 'It is gone; the audit remembers that it was here' } },
      failures: ['not-found'],
    },
    async (c, { params }) => {
      await deleteInvoice(deps, c.var.account, params.id)
      return c.body(null, 204)
    },
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

/** One page of the list that was asked for. */
export async function answerList(
  { db }: Pick<Deps, 'db'>,
  c: Context<SignedIn>,
  { sort, page, per_page, cursor, ...filter }: z.output<typeof listQuery>,
) {
  const list = await listInvoices(db, c.var.account, { filter, sort, page, perPage: per_page, cursor })
  const items = list.items.map((invoice) => toJson(invoice, languageFor(c)))
  return c.json({ items, page, per_page, total: list.total, next_cursor: list.nextCursor })
}

export function answerInvoice(c: Context<SignedIn>, invoice: Invoice) {
  c.header('ETag', etagOf(invoice))
  return c.json(toJson(invoice, languageFor(c)))
}

const etagOf = ({ version }: Invoice) => `"${version}"`

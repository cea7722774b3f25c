import { and, inArray, lte, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Work } from '../work.ts'
import { missingFields } from './confirm-invoice.ts'
import { deleteInvoices } from './delete-invoices.ts'
import { type InvoiceFilter, matching } from './invoice-filter.ts'
import { type InvoiceId, invoices, settled } from './invoices.table.ts'
import { moveInvoices, wrongStatus } from './move-invoice.ts'
import { noSuchInvoice } from './not-found.ts'
import { requireAdmin, requireReviewer } from './permissions.ts'
import { rejection } from './reject-invoice.ts'
import { afresh } from './retry-invoice.ts'

export const bulkActions = ['confirm', 'reject', 'retry', 'delete'] as const
export type BulkAction = (typeof bulkActions)[number]

export interface BulkRequest {
  action: BulkAction
  ids?: InvoiceId[]
  filter?: InvoiceFilter
  /** Whatever changed after this moment was not seen by who asks, and stays as it is. */
  seenAt?: Date
  reason?: string
  force?: boolean
}

/** One action on many invoices in a few statements; what could not take part is named and left as it was. */
export async function changeMany(
  { transact }: Pick<Deps, 'transact'>,
  account: Account,
  request: BulkRequest,
) {
  requireRoleFor(request.action, account)
  return transact(async (work) => {
    const chosen = await choose(work, account, request)
    const isLeft = ({ missing }: Chosen) =>
      request.action === 'confirm' && !request.force && missing.length > 0
    const ids = chosen.filter((each) => !isLeft(each)).map(({ id }) => id)
    const change = crypto.randomUUID()
    const changed = new Set((await act(work, account, request, ids, change)).map(({ id }) => id))
    const byId = new Map(chosen.map((each) => [each.id, each]))
    const asked = request.ids ?? [...byId.keys()]
    return {
      change,
      changed: [...changed],
      skipped: asked.filter((id) => !changed.has(id)).map((id) => ({ id, ...whyNot(byId.get(id), isLeft) })),
    }
  })
}

export function requireRoleFor(action: BulkAction, account: Account) {
  if (action === 'delete') requireAdmin(account)
  else if (action !== 'retry') requireReviewer(account)
}

const { id, status } = invoices

type Chosen = Awaited<ReturnType<typeof choose>>[number]

async function choose({ tx }: Work, account: Account, request: BulkRequest) {
  const wanted = chosenBy(request, account)
  const most = bounds.bulkIds + 1
  await tx.select({ id }).from(settled).where(wanted).orderBy(id).limit(most).for('update')
  const rows = await tx
    .select({ id, status, preview: invoices.previewData })
    .from(invoices)
    .where(wanted)
    .orderBy(id)
    .limit(most)
  if (rows.length > bounds.bulkIds) throw tooMany()
  return rows.map(({ preview, ...row }) => ({ ...row, missing: preview ? missingFields(preview) : [] }))
}

/** `change` is how the audit knows all that was done at once. */
async function act(
  work: Work,
  by: Account,
  { action, reason }: BulkRequest,
  ids: InvoiceId[],
  change: string,
) {
  if (!ids.length) return []
  const details = { change }
  if (action === 'delete') return deleteInvoices(work, by, ids, details)
  if (action === 'retry') return moveInvoices(work, ids, 'retry', { by, changes: afresh, details })
  if (action === 'reject') {
    const changes = rejection(reason ?? '')
    return moveInvoices(work, ids, 'reject', { by, changes, details: { ...details, reason } })
  }
  const changes = { finalData: sql`${invoices.previewData}`, processedAt: sql`now()` }
  return moveInvoices(work, ids, 'confirm', { by, changes, details })
}

function whyNot(row: Chosen | undefined, isLeft: (row: Chosen) => boolean) {
  if (!row) return { code: noSuchInvoice }
  return isLeft(row)
    ? { code: 'INCOMPLETE', missing: row.missing }
    : { code: wrongStatus, status: row.status }
}

export const chosenBy = ({ ids, filter, seenAt }: Omit<BulkRequest, 'action'>, account: Account) =>
  and(
    matching(filter ?? {}, account),
    ids ? inArray(invoices.id, ids) : undefined,
    seenAt ? lte(invoices.updatedAt, seenAt) : undefined,
  )

export const tooMany = () =>
  new AppError('invalid', {
    es: `Son más de ${bounds.bulkIds} facturas: acota el filtro.`,
    en: `That is more than ${bounds.bulkIds} invoices: narrow the filter.`,
  })

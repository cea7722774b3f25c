import { sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireVersion } from './edit-preview.ts'
import type { FieldName, InvoiceData } from './invoice-data.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'
import { movedOn, moveInvoice } from './move-invoice.ts'
import { requireReviewer } from './permissions.ts'
import { lockInvoice } from './queries.ts'

/** The preview becomes final. What must be known and is not stops it, unless forced. */
export async function confirmInvoice(
  { transact }: Pick<Deps, 'transact'>,
  account: Account,
  id: InvoiceId,
  { force = false, expectedVersion }: { force?: boolean; expectedVersion?: number } = {},
) {
  requireReviewer(account)
  return transact(async (work) => {
    const invoice = await lockInvoice(work.tx, account, id)
    requireVersion(invoice, expectedVersion)
    if (invoice.status !== 'waiting_validation' || !invoice.previewData)
      throw movedOn('confirm', invoice.status)
    const missing = missingFields(invoice.previewData)
    if (missing.length && !force) throw incomplete(missing)
    return moveInvoice(work, id, 'confirm', {
      by: account,
      changes: { finalData: invoice.previewData, processedAt: sql`now()` },
      details: { change: crypto.randomUUID(), ...(missing.length ? { forced: true, missing } : {}) },
    })
  })
}

/** What a booking can't do without; a receipt need not have a number. */
export function missingFields(data: InvoiceData): FieldName[] {
  const required: FieldName[] = ['issuer_name', 'date', 'currency', 'total']
  if (data.document_type !== 'receipt') required.push('invoice_number')
  return required.filter((name) => data[name] === null)
}

/** The same, asked of rows by their columns. */
export const isIncomplete = sql`(${invoices.issuerName} is null or ${invoices.issuedOn} is null
  or ${invoices.currency} is null or ${invoices.total} is null
  or (${invoices.invoiceNumber} is null and ${invoices.documentType} is distinct from 'receipt'))`

const incomplete = (missing: FieldName[]) =>
  new AppError(
    'invalid',
    { es: `Falta: ${missing.join(', ')}.`, en: `Missing: ${missing.join(', ')}.` },
    { code: 'INCOMPLETE', extra: { missing }, faults: missing.map((path) => ({ path, message: 'missing' })) },
  )

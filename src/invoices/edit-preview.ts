import { eq, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from './audit.ts'
import { checkAll } from './check-all.ts'
import type { Check } from './checks.ts'
import {
  type FieldName,
  type InvoiceData,
  invoiceData,
  type Provenance,
  type Provenances,
} from './invoice-data.ts'
import { type Invoice, type InvoiceId, invoices, settled } from './invoices.table.ts'
import { movedOn } from './move-invoice.ts'
import { requireReviewer } from './permissions.ts'
import { columns, lockInvoice } from './queries.ts'
import { searchableColumns } from './searchable.ts'

/** What the audit keeps of each field that an edit changed. */
export interface Change {
  from: unknown
  to: unknown
  /** Where the value came from that was replaced. */
  proof?: Provenance | undefined
}

export const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value

/** What a person may send: any part of the data; null clears a value, an absent key leaves it. */
export const previewEdit = invoiceData.partial()
export type PreviewEdit = Partial<InvoiceData>

interface Circumstances {
  /** Only if nobody was faster. */
  expectedVersion?: number
  /** Where the new values come from, if there is more to say than that a person typed them. */
  proofs?: Provenances
}

/** Changes the preview while it waits for validation. */
export async function editPreview(
  { transact }: Pick<Deps, 'transact'>,
  account: Account,
  id: InvoiceId,
  edit: PreviewEdit,
  { expectedVersion, proofs = {} }: Circumstances = {},
): Promise<Invoice> {
  requireReviewer(account)
  return transact(async (work) => {
    const invoice = await lockInvoice(work.tx, account, id)
    requireVersion(invoice, expectedVersion)
    const before = invoice.previewData
    if (invoice.status !== 'waiting_validation' || !before) throw movedOn('edit', invoice.status)
    const data = { ...before, ...edit }
    const changed = (Object.keys(edit) as FieldName[]).filter((name) => !isSame(before[name], data[name]))
    if (!changed.length) return invoice
    const [edited] = await work.tx
      .update(settled)
      .set({
        ...searchableColumns(data),
        previewData: data,
        fields: { ...invoice.fields, ...saidByAPerson(data, changed), ...proofs },
        ...(await checkAll(work.tx, id, data, stillProven(invoice.checks, changed))),
        version: sql`${invoices.version} + 1`,
        updatedAt: sql`now()`,
      })
      .where(eq(invoices.id, id))
      .returning(columns)
    const { status, accountId } = invoice
    const details = Object.fromEntries(
      changed.map((name) => [
        name,
        { from: before[name], to: data[name], proof: invoice.fields[name] } satisfies Change,
      ]),
    )
    await recordAudit(work, [{ invoiceId: id, action: 'edit', previous: status, status, details }], account)
    const event = { invoice_id: id, changed, version: edited!.version }
    work.announce({ type: 'invoice_preview_updated', accountId, invoiceId: id, data: event })
    return edited!
  })
}

export function requireVersion(invoice: Invoice, expected: number | undefined) {
  if (expected === undefined || invoice.version === expected) return
  throw new AppError(
    'stale',
    {
      es: 'Otra persona cambió esta factura entretanto. Vuelve a cargarla.',
      en: 'Somebody else has changed this invoice meanwhile. Load it again.',
    },
    { extra: { current_version: invoice.version } },
  )
}

/** What a document proves of a value says nothing any more of the value that a person put in its place. */
export const stillProven = (checks: Check[], changed: FieldName[]) =>
  checks.filter(({ about }) => about && !about.some((name) => changed.includes(name)))

export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const saidByAPerson = (data: InvoiceData, changed: FieldName[]): Provenances =>
  Object.fromEntries(
    changed.map((name) => [
      name,
      { value: data[name], confidence: 1, source: 'human', page: null, box: null },
    ]),
  )

import { and, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.ts'
import type { InvoiceData } from './invoice-data.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'
import { plainTaxId } from './searchable.ts'

export interface Twin {
  id: InvoiceId
  /** What they share: the same invoice twice, or two that are suspiciously alike. */
  by: 'fiscal-key' | 'number' | 'likeness'
}

/** What could make another invoice the same as this one, the surest first. */
export function marksOf(data: InvoiceData): { by: Twin['by']; same: SQL; lock: string }[] {
  const { cufe, invoice_number: number, date, total, issuer_name: name } = data
  const taxId = data.issuer_tax_id && plainTaxId(data.issuer_tax_id)
  const issuer = taxId
    ? eq(invoices.issuerTaxId, taxId)
    : name
      ? sql`lower(${invoices.issuerName}) = lower(${name})`
      : undefined
  const marks: { by: Twin['by']; same: SQL | undefined; lock: string }[] = []
  if (cufe) marks.push({ by: 'fiscal-key', same: eq(fiscalKey, cufe), lock: cufe })
  if (number && issuer)
    marks.push({
      by: 'number',
      // each kind of document has numbers of its own
      same: and(eq(invoices.invoiceNumber, number), issuer, ofKind(data)),
      lock: `${taxId ?? name} ${number}`,
    })
  if (date && total !== null && issuer)
    marks.push({
      by: 'likeness',
      same: and(eq(invoices.issuedOn, date), eq(invoices.total, String(total)), issuer, ofKind(data)),
      lock: `${taxId ?? name} ${date} ${total}`,
    })
  return marks.flatMap(({ same, ...mark }) => (same ? { ...mark, same } : []))
}

const fiscalKey = sql`(coalesce(${invoices.finalData}, ${invoices.previewData}) ->> 'cufe')`

const ofKind = ({ document_type: type }: InvoiceData) =>
  type ? or(isNull(invoices.documentType), eq(invoices.documentType, type)) : undefined

/** The first invoice that seems to be the same; of two that are told at once, the later one waits and sees the earlier. */
export async function findTwin(tx: Tx, id: InvoiceId, data: InvoiceData): Promise<Twin | undefined> {
  const marks = marksOf(data)
  for (const lock of marks.map((mark) => mark.lock).toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 4711))`)
  for (const { by, same } of marks) {
    const [twin] = await tx
      .select({ id: invoices.id })
      .from(invoices)
      .where(and(same, ne(invoices.id, id), ne(invoices.status, 'rejected')))
      .orderBy(invoices.id)
      .limit(1)
    if (twin) return { ...twin, by }
  }
  return undefined
}

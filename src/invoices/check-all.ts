import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import { checkInvoice } from './check-invoice.ts'
import type { Check } from './checks.ts'
import type { InvoiceData } from './invoice-data.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'
import { plainTaxId } from './searchable.ts'

/**
 * Every check of an invoice: what its document proves, its sums and rules, and whether another one has the same
 * issuer and number.
 */
export async function checkAll(
  db: Db | Tx,
  id: InvoiceId,
  data: InvoiceData,
  proven: Check[] = [],
): Promise<Check[]> {
  const today = new Date().toISOString().slice(0, 10)
  return [...checkInvoice(data, { today, proven }), ...(await checkDuplicate(db, id, data))]
}

async function checkDuplicate(db: Db | Tx, id: InvoiceId, data: InvoiceData): Promise<Check[]> {
  const { issuer_tax_id: taxId, issuer_name: name, invoice_number: number } = data
  if (!number || !(taxId || name)) return []
  const sameIssuer = or(
    taxId ? eq(invoices.issuerTaxId, plainTaxId(taxId)) : undefined,
    name && !taxId ? sql`lower(${invoices.issuerName}) = lower(${name})` : undefined,
  )
  const [twin] = await db
    .select({ id: invoices.id })
    .from(invoices)
    .where(
      and(
        eq(invoices.invoiceNumber, number),
        sameIssuer,
        ne(invoices.id, id),
        ne(invoices.status, 'rejected'),
      ),
    )
    .orderBy(invoices.id)
    .limit(1)
  return [
    twin
      ? {
          name: 'possible_duplicate',
          ok: false,
          message: {
            es: `La factura ${twin.id} tiene el mismo emisor y número.`,
            en: `Invoice ${twin.id} has the same issuer and number.`,
          },
        }
      : {
          name: 'possible_duplicate',
          ok: true,
          message: {
            es: 'Ninguna otra factura tiene este emisor y número.',
            en: 'No other invoice has this issuer and number.',
          },
        },
  ]
}

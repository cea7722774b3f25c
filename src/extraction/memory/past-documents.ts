import { and, desc, eq, isNotNull, lte, ne, sql } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Db } from '../../db/database.ts'
import { type InvoiceId, invoices } from '../../invoices/invoices.table.ts'
import { findPages } from '../../invoices/pages.ts'
import { surveyPages } from '../survey.ts'
import type { Issuer } from './issuer-key.ts'
import type { PastDocument } from './try-rule.ts'

/** The confirmed documents of an issuer, the newest first; one at a time, as together they may be large. */
export async function* pastDocuments(db: Db, { taxId, name }: Issuer, except?: InvoiceId) {
  const ofIssuer = taxId
    ? eq(invoices.issuerTaxId, taxId)
    : sql`lower(${invoices.issuerName}) = lower(${name}) and ${invoices.issuerTaxId} is null`
  const rows = await db
    .select({ id: invoices.id, sha256: invoices.sha256, finalData: invoices.finalData })
    .from(invoices)
    .where(
      and(
        eq(invoices.status, 'processed'),
        ofIssuer,
        isNotNull(invoices.sha256),
        lte(invoices.pages, bounds.triedPages),
        except === undefined ? undefined : ne(invoices.id, except),
      ),
    )
    .orderBy(desc(invoices.id))
    .limit(bounds.triedDocuments)
  for (const row of rows) {
    const document = await readAgain(db, row)
    if (document) yield document
  }
}

type Confirmed = Pick<typeof invoices.$inferSelect, 'id' | 'sha256' | 'finalData'>

/** A confirmed document as extraction sees it, if its pages are still known. */
export async function readAgain(db: Db, { id, sha256, finalData }: Confirmed): Promise<PastDocument | null> {
  const pages = sha256 ? await findPages(db, sha256) : []
  return finalData && pages.length > 0
    ? { invoiceId: id, survey: surveyPages(pages), truth: finalData }
    : null
}

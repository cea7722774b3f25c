import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { fold, plainTaxId } from '../../invoices/searchable.ts'

/** Who issued a document, as rules are kept: by tax id where it has one, else by name. */
export interface Issuer {
  taxId: string | null
  /** Without case, accents and punctuation. */
  foldedName: string
  name: string
}

export function issuerOf({ issuer_tax_id, issuer_name }: Pick<InvoiceData, 'issuer_tax_id' | 'issuer_name'>) {
  const taxId = issuer_tax_id ? plainTaxId(issuer_tax_id) || null : null
  const name = issuer_name ?? issuer_tax_id
  const foldedName = fold(name ?? '').slice(0, 200)
  return name && (taxId || foldedName) ? { taxId, name, foldedName } : null
}

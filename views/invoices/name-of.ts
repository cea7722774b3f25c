import type { Invoice } from '../../src/invoices/invoices.table.ts'

/** What people call an invoice: its issuer and number, or its file while nothing is known of them. */
export const nameOf = ({ issuerName, invoiceNumber, filename }: Invoice) =>
  [issuerName, invoiceNumber].filter(Boolean).join(' · ') || filename

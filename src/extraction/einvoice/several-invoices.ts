import type { Check } from '../../invoices/checks.ts'
import type { EInvoice } from './einvoice.ts'

/** A warning where a file holds more invoices than the one that is shown; the same one in two formats is one. */
export function severalInvoices(einvoices: EInvoice[]): Check[] {
  const numbers = new Set(einvoices.map(({ data }) => `${data.issuer_tax_id} ${data.invoice_number}`))
  if (numbers.size < 2) return []
  return [
    {
      name: 'several_invoices',
      ok: false,
      message: {
        es: `El archivo contiene ${numbers.size} facturas electrónicas y solo ves la primera.`,
        en: `The file holds ${numbers.size} e-invoices, and you see only the first.`,
      },
      about: [],
    },
  ]
}

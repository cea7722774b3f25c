import { bounds } from '../../config.ts'
import type { Check } from '../../invoices/checks.ts'

/** Which of a file's invoices this one is; a warning where there are more of them than Folio takes. */
export function severalInvoices(part: number, found: number): Check[] {
  if (found < 2) return []
  const most = bounds.invoicesPerFile
  const which = {
    es: `Factura ${part} de ${found} de este archivo.`,
    en: `Invoice ${part} of ${found} in this file.`,
  }
  const cut = { es: ` Folio toma las ${most} primeras.`, en: ` Folio takes the first ${most}.` }
  const ok = found <= most
  const message = ok ? which : { es: which.es + cut.es, en: which.en + cut.en }
  return [{ name: 'several_invoices', ok, message, about: [] }]
}

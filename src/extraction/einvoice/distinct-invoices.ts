import type { DocumentFile } from '../../invoices/words.ts'
import { type EInvoice, mostInvoices } from './einvoice.ts'
import { readEInvoices } from './read-einvoices.ts'

/** The invoices in a document's files, each once: what another file only says again in another format is the same. */
export function distinctInvoices(files: DocumentFile[]): EInvoice[] {
  const known = new Set<string>()
  const distinct: EInvoice[] = []
  for (const file of files) {
    const named: string[] = []
    for (const einvoice of readEInvoices([file])) {
      const [name, whole] = [nameOf(einvoice), JSON.stringify(einvoice.data)]
      // Within one file, an invoice and a receipt may have the same number on the same day.
      if (known.has(name) || known.has(whole)) continue
      known.add(whole)
      named.push(name)
      distinct.push(einvoice)
    }
    for (const name of named) known.add(name)
  }
  return distinct.slice(0, mostInvoices)
}

function nameOf({ data }: EInvoice): string {
  const { document_type: type, invoice_number: number, date } = data
  return number ? `${type} ${number} ${date}` : JSON.stringify(data)
}

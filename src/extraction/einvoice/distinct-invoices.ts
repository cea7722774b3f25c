import { createHash } from 'node:crypto'
import type { DocumentFile } from '../../invoices/words.ts'
import { type EInvoice, mostInvoices } from './einvoice.ts'
import { readEInvoices } from './read-einvoices.ts'

/** The parts of one document are asked for one after the other, and reading it takes longer than all else. */
let last: { digest: string; einvoices: readonly EInvoice[] } | undefined

/** The invoices in a document's files, each once: what another file only says again in another format is the same. */
export function distinctInvoices(files: DocumentFile[]): readonly EInvoice[] {
  const digest = digestOf(files)
  if (last?.digest === digest) return last.einvoices
  const einvoices = readDistinct(files)
  if (einvoices.length > 1) last = { digest, einvoices }
  return einvoices
}

function digestOf(files: DocumentFile[]) {
  const hash = createHash('sha256')
  for (const { bytes } of files) hash.update(`${bytes.length} `).update(bytes)
  return hash.digest('hex')
}

function readDistinct(files: DocumentFile[]): EInvoice[] {
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

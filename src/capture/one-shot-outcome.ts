import { createHash } from 'node:crypto'
import type { InvoiceData } from '../invoices/invoice-data.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import type { Text } from '../language.ts'

/** What was found, as v4 tells it; and why that is no success, where it is none. */
export interface Outcome {
  cufe: string | null
  invoice_number: string | null
  issuer_name: string | null
  total: number | null
  products_count: number | null
  problem?: Text
}

/** Without these there is nothing to answer, and nothing to make a CUFE of. */
const required = ['issuer_name', 'invoice_number', 'date', 'total'] as const satisfies (keyof InvoiceData)[]
const names: Record<(typeof required)[number], Text> = {
  issuer_name: { es: 'emisor', en: 'issuer' },
  invoice_number: { es: 'número de factura', en: 'invoice number' },
  date: { es: 'fecha', en: 'date' },
  total: { es: 'total', en: 'total' },
}

/** What became of an invoice that is no longer being processed. */
export function outcomeOf({ finalData, previewData, error }: Invoice): Outcome {
  const data = finalData ?? previewData
  if (!data) return nothingFound(error?.message ?? unreadable)
  const missing = required.filter((name) => !data[name])
  const found = {
    cufe: data.cufe ?? (missing.length ? null : madeCufe(data)),
    invoice_number: data.invoice_number,
    issuer_name: data.issuer_name,
    total: data.total,
    products_count: data.products.length,
  }
  return missing.length ? { ...found, problem: lacking(missing) } : found
}

export const nothingFound = (problem: Text): Outcome => ({
  cufe: null,
  invoice_number: null,
  issuer_name: null,
  total: null,
  products_count: null,
  problem,
})

/** The same 40 hexadecimal digits for the same issuer, number, date and total, where the document shows no key. */
function madeCufe({ issuer_name, invoice_number, date, total }: InvoiceData) {
  const said = [
    issuer_name?.normalize('NFKC').toUpperCase().replace(/\s+/g, ' '),
    invoice_number,
    date,
    total,
  ]
  return createHash('sha1').update(JSON.stringify(said)).digest('hex')
}

function lacking(missing: (typeof required)[number][]): Text {
  const list = (language: keyof Text) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      missing.map((name) => names[name][language]),
    )
  return {
    es: `Faltan datos obligatorios: ${list('es')}. Toma la foto de nuevo, nítida y completa.`,
    en: `Required data is missing: ${list('en')}. Take the picture again, sharp and complete.`,
  }
}

const unreadable: Text = {
  es: 'No se pudo leer el documento.',
  en: 'The document could not be read.',
}

import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { digitsOf, twoToSeven, weigh } from '../../invoices/weigh.ts'
import type { Reading } from './fiscal-code.ts'
import { dateOf } from './strict-values.ts'

export const accessKeyDigits = 49
const layout =
  /^(?<date>\d{8})(?<type>0[1-7])(?<ruc>\d{10}00\d)(?<environment>[12])(?<shop>\d{3})(?<till>\d{3})(?<number>\d{9})\d{8}(?<emission>\d)(?<digit>\d)$/

const types = new Map<string, InvoiceData['document_type']>([
  ['01', 'invoice'],
  ['03', 'invoice'],
  ['04', 'credit_note'],
  ['05', 'invoice'],
])

/** The access key of an Ecuadorian document. */
export function readEcuadorianKey(text: string): Reading | null {
  const key = text.replace(/\s/g, '')
  const parts = key.length === accessKeyDigits ? layout.exec(key)?.groups : undefined
  const date = parts ? dateOf(parts.date!, 'day') : null
  if (!parts || !date) return null
  const digit = 11 - (weigh(digitsOf(key.slice(0, -1)), twoToSeven) % 11)
  return {
    scheme: 'sri',
    verification: String(digit === 11 ? 0 : digit === 10 ? 1 : digit) === parts.digit ? 'ok' : 'mismatch',
    isTest: parts.environment === '1',
    says: {
      document_type: types.get(parts.type!) ?? null,
      issuer_tax_id: parts.ruc!,
      invoice_number: `${parts.shop}-${parts.till}-${parts.number}`,
      date,
      currency: 'USD',
      cufe: key,
    },
  }
}

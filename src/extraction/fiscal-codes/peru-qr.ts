import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { readTaxId } from '../../invoices/tax-id.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf } from './strict-values.ts'

const types = new Map<string, InvoiceData['document_type']>([
  ['01', 'invoice'],
  ['03', 'receipt'],
  ['07', 'credit_note'],
  ['08', 'invoice'],
  ['12', 'receipt'],
  ['14', 'invoice'],
])

/** The code of a Peruvian document: its fields in a row, between bars. */
export function readPeruvianQr(text: string): Reading | null {
  const fields = text.split('|', 20).map((field) => field.trim())
  // Some programs write series and number as one.
  if (/^[A-Z\d]{4}-\d{1,8}$/i.test(fields[2] ?? '')) fields.splice(2, 1, ...fields[2]!.split('-'))
  const [issuer = '', type = '', series = '', number = '', tax = '', total = '', date = '', idKind, id = ''] =
    fields
  if (!/^\d{11}$/.test(issuer) || !/^\d{2}$/.test(type)) return null
  if (!/^[A-Z\d]{4}$/i.test(series) || !/^\d{1,8}$/.test(number)) return null
  const day = dateOf(date, 'year') ?? dateOf(date, 'day')
  const amount = amountOf(total)
  if (day === null || amount === null) return null
  const isValid = readTaxId(issuer).some(({ country, verdict }) => country === 'PE' && verdict === 'valid')
  const prefix = `${series.toUpperCase()}-`
  return {
    scheme: 'sunat',
    verification: isValid ? 'not-verifiable' : 'mismatch',
    says: {
      document_type: types.get(type) ?? null,
      issuer_tax_id: issuer,
      customer_tax_id:
        (idKind === '6' && /^\d{11}$/.test(id)) || (idKind === '1' && /^\d{8}$/.test(id)) ? id : null,
      invoice_number: prefix + number,
      date: day,
      tax: amountOf(tax),
      total: amount,
    },
    spellings: {
      invoice_number: [prefix + number, prefix + number.padStart(8, '0'), prefix + Number(number)],
    },
  }
}

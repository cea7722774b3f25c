import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { toMicros, toNumber } from '../../invoices/money.ts'
import { readVatId } from '../vat-ids.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf } from './strict-values.ts'

/** Who buys without giving an identity. */
const nobody = '999999990'

const types = new Map<string, InvoiceData['document_type']>([
  ['FT', 'invoice'],
  ['FR', 'invoice'],
  ['ND', 'invoice'],
  ['FS', 'receipt'],
  ['RC', 'receipt'],
  ['RG', 'receipt'],
  ['NC', 'credit_note'],
])

/** The code of a Portuguese document: lettered fields between stars. */
export function readPortugueseQr(text: string): Reading | null {
  if (!/^A:\d{9}\*B:/.test(text)) return null
  const fields = new Map(
    text
      .split('*', 80)
      .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim()]),
  )
  const say = (name: string) => fields.get(name) ?? ''
  const [issuer, number] = [say('A'), say('G')]
  const date = dateOf(say('F'), 'year')
  const [tax, total] = [amountOf(say('N')), amountOf(say('O'))]
  if (!/^[\w .-]{1,30}\/\d{1,12}$/.test(number) || date === null || total === null) return null
  return {
    scheme: 'atcud',
    verification: readVatId(`PT${issuer}`)?.isProven ? 'not-verifiable' : 'mismatch',
    says: {
      document_type: types.get(say('D')) ?? null,
      issuer_tax_id: issuer,
      customer_tax_id: /^\d{9}$/.test(say('B')) && say('B') !== nobody ? say('B') : null,
      invoice_number: number,
      date,
      subtotal: tax === null ? null : toNumber(toMicros(total) - toMicros(tax)),
      tax,
      total,
      cufe: /^[A-Z\d]{8,20}-\d{1,12}$/.exec(say('H'))?.[0] ?? null,
    },
    spellings: {
      issuer_tax_id: [issuer, `PT${issuer}`],
      invoice_number: [number, number.slice(number.lastIndexOf(' ') + 1)],
    },
  }
}

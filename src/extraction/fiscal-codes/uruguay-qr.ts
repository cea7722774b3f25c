import { cfeType } from '../cfe-type.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, decoded } from './strict-values.ts'

const address = /^https?:\/\/[\w.-]{1,60}\/consultaQR\/cfe\?(.{10,400})$/i
/** The code of a Uruguayan document: its fields in a row, between commas. */
export function readUruguayanQr(text: string): Reading | null {
  const fields = decoded(address.exec(text.trim())?.[1] ?? '').split(',', 10)
  const [issuer = '', kind = '', series = '', number = '', total = '', day = ''] = fields
  if (!/^\d{12}$/.test(issuer) || !/^\d{3}$/.test(kind)) return null
  if (!/^[A-Z]{1,2}$/i.test(series) || !/^\d{1,7}$/.test(number)) return null
  const [date, amount] = [dateOf(day, 'year') ?? dateOf(day, 'day'), amountOf(total)]
  if (date === null || amount === null) return null
  const whole = `${series.toUpperCase()}-${number}`
  return {
    scheme: 'cfe',
    verification: 'not-verifiable',
    isTest: /^https?:\/\/[^/]{0,60}test/i.test(text),
    says: {
      document_type: cfeType(kind),
      issuer_tax_id: issuer,
      invoice_number: whole,
      date,
      total: amount,
    },
    spellings: { invoice_number: [whole, whole.replace('-', ''), number] },
  }
}

import { readTaxId } from '../../invoices/tax-id.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, decoded } from './strict-values.ts'

const uuid = /[?&]id=([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?=&|$)/i
// An identity may have an "&" of its own, which programs leave as it is.
const rfc = '([A-ZÑ&]{3,4}\\d{6}[A-Z\\d]{3})'
const issuer = new RegExp(`[?&]re=${rfc}(?=&|$)`, 'i')
const customer = new RegExp(`[?&]rr=${rfc}(?=&|$)`, 'i')
const total = /[?&]tt=(\d{1,18}(?:\.\d{1,6})?)(?=&|$)/i

/** The code of a Mexican CFDI: who, to whom, how much, and its unique identity. */
export function readMexicanQr(text: string): Reading | null {
  const address = decoded(text.trim()).replaceAll('&amp;', '&')
  const [id, re, rr, tt] = [uuid, issuer, customer, total].map((part) =>
    part.exec(address)?.[1]?.toUpperCase(),
  )
  if (!id || !re || !rr || !tt) return null
  const isWrong = readTaxId(re).some(({ country, verdict }) => country === 'MX' && verdict === 'wrong')
  const amount = amountOf(tt)
  return {
    scheme: 'sat',
    verification: isWrong ? 'mismatch' : 'not-verifiable',
    says: {
      issuer_tax_id: re,
      customer_tax_id: rr,
      // A receipt of payments is made out over nothing, and names what was paid elsewhere.
      total: amount === 0 ? null : amount,
      cufe: id,
    },
  }
}

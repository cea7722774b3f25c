import { digitsOf, twoToEleven, weigh } from '../../invoices/weigh.ts'
import { sifenType } from '../sifen-type.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, parametersOf } from './strict-values.ts'

export const cdcDigits = 44
const layout =
  /^(?<type>0[1-8])(?<ruc>\d{8})(?<check>\d)(?<shop>\d{3})(?<till>\d{3})(?<number>\d{7})\d(?<date>\d{8})\d{10}(?<digit>\d)$/

/** The CDC of a Paraguayan document, and what the address of its code tells beside it. */
export function readParaguayanKey(text: string): Reading | null {
  const parameters = /^https?:/i.test(text) ? parametersOf(text) : null
  const key = parameters ? (parameters.get('id') ?? '') : text.replace(/\s/g, '')
  const parts = key.length === cdcDigits ? layout.exec(key)?.groups : undefined
  const date = parts ? dateOf(parts.date!, 'year') : null
  if (!parts || !date) return null
  const rest = weigh(digitsOf(key.slice(0, -1)), twoToEleven) % 11
  const customer = parameters?.get('drucrec') ?? ''
  const say = (name: string) => amountOf(parameters?.get(name) ?? '')
  return {
    scheme: 'sifen',
    verification: String(rest < 2 ? 0 : 11 - rest) === parts.digit ? 'ok' : 'mismatch',
    isTest: /^https?:\/\/[^?]{0,80}test/i.test(text),
    says: {
      document_type: sifenType(Number(parts.type)),
      issuer_tax_id: `${Number(parts.ruc)}-${parts.check}`,
      customer_tax_id: /^\d{5,8}(?:-\d)?$/.test(customer) ? customer : null,
      invoice_number: `${parts.shop}-${parts.till}-${parts.number}`,
      date,
      tax: say('dtotiva'),
      total: say('dtotgralope'),
      cufe: key,
    },
  }
}

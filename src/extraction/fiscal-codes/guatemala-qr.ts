import type { Reading } from './fiscal-code.ts'
import { amountOf, parametersOf } from './strict-values.ts'

const uuid = /^([\dA-F]{8})-([\dA-F]{4})-([\dA-F]{4})(?:-[\dA-F]{4,12}){2}$/
const nit = /^\d{1,12}[\dK]$/

/** The code of a Guatemalan document: its authorisation, whose first parts are its series and number, and how much. */
export function readGuatemalanQr(text: string): Reading | null {
  if (!/^https?:\/\/[^?]{1,120}verificacionDte/i.test(text)) return null
  const parameters = parametersOf(text.replace(/\s/g, ''))
  const say = (name: string) => (parameters.get(name) ?? '').toUpperCase()
  const [id, series, high, low] = uuid.exec(say('numero')) ?? []
  const [issuer, customer] = [say('emisor').replace('-', ''), say('receptor').replace('-', '')]
  const total = amountOf(say('monto'))
  if (!id || !nit.test(issuer) || total === null) return null
  const number = `${series}-${Number.parseInt(high! + low!, 16)}`
  return {
    scheme: 'fel',
    verification: 'not-verifiable',
    says: {
      issuer_tax_id: issuer,
      customer_tax_id: nit.test(customer) ? customer : null,
      invoice_number: number,
      total,
      cufe: id,
    },
    spellings: { invoice_number: [number, number.split('-')[1]!] },
  }
}

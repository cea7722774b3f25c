import { readTaxId } from '../../invoices/tax-id.ts'
import { ecfType } from '../ecf-type.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, parametersOf } from './strict-values.ts'

const rnc = /^\d{9}(?:\d{2})?$/
const number = /^E(3[1-4]|4[1-7])\d{10}$/i

/** The code of a Dominican e-CF; what is sold to consumers for little says less. */
export function readDominicanQr(text: string): Reading | null {
  if (!/^https?:\/\/[\w.-]{1,60}\/[\w/]{0,40}ConsultaTimbre(?:FC)?\?/i.test(text)) return null
  const parameters = parametersOf(text)
  const say = (name: string) => (parameters.get(name) ?? '').trim()
  const [issuer, customer, ncf] = [say('rncemisor'), say('rnccomprador'), say('encf').toUpperCase()]
  const type = number.exec(ncf)?.[1]
  const total = amountOf(say('montototal'))
  if (!rnc.test(issuer) || !type || total === null) return null
  const isWrong = readTaxId(issuer.replace(/^(\d)(\d\d)(\d{5})(\d)$/, '$1-$2-$3-$4')).some(
    ({ country, verdict }) => country === 'DO' && verdict === 'wrong',
  )
  return {
    scheme: 'dgii',
    verification: isWrong ? 'mismatch' : 'not-verifiable',
    isTest: /\/(?:test|cert)ecf\//i.test(text),
    says: {
      document_type: ecfType(type),
      issuer_tax_id: issuer,
      customer_tax_id: rnc.test(customer) ? customer : null,
      invoice_number: ncf,
      date: dateOf(say('fechaemision'), 'day'),
      total,
      currency: 'DOP',
    },
  }
}

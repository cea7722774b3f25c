import { readTaxId } from '../../invoices/tax-id.ts'
import { currencies, documentKinds } from './arca-lists.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, decoded, parametersOf } from './strict-values.ts'

const cuit = '80'

/** The code of an Argentine document: JSON in Base64 in an address of the tax office. */
export function readArgentineQr(text: string): Reading | null {
  const fields = fieldsOf(text)
  const say = (name: string) => String(fields?.get(name) ?? '').trim()
  const [issuer, pointOfSale, number, kind] = [say('cuit'), say('ptovta'), say('nrocmp'), say('tipocmp')].map(
    (value) => value.replace(/(?<=\d)-(?=\d)/g, ''),
  ) as [string, string, string, string]
  if (!/^\d{11}$/.test(issuer) || !/^\d{1,5}$/.test(pointOfSale)) return null
  if (!/^\d{1,8}$/.test(number) || !/^\d{1,3}$/.test(kind)) return null
  const whole = (width: number) => `${pointOfSale.padStart(width, '0')}-${number.padStart(8, '0')}`
  const isValid = readTaxId(issuer).some(({ country, verdict }) => country === 'AR' && verdict === 'valid')
  return {
    scheme: 'arca',
    verification: isValid ? 'not-verifiable' : 'mismatch',
    says: {
      document_type: documentKinds.get(Number(kind)) ?? null,
      issuer_tax_id: hyphened(issuer),
      customer_tax_id: customerOf(say('tipodocrec'), say('nrodocrec')),
      invoice_number: whole(5),
      date: dateOf(say('fecha'), 'year') ?? dateOf(say('fecha'), 'day'),
      currency: currencies.get(say('moneda').toUpperCase()) ?? null,
      total: amountOf(say('importe')),
    },
    spellings: { invoice_number: [whole(5), ...(pointOfSale.length < 5 ? [whole(4)] : [])] },
  }
}

const hyphened = (id: string) => `${id.slice(0, 2)}-${id.slice(2, 10)}-${id.slice(10)}`

function customerOf(kind: string, id: string): string | null {
  if (kind === cuit) return /^\d{11}$/.test(id) ? hyphened(id) : null
  return /^\d{6,11}$/.test(id) && Number(id) > 0 ? id : null
}

/** Its fields by their names in lower case. Programs encode the Base64 for addresses, or forget to, or leave it out. */
function fieldsOf(text: string): Map<string, unknown> | null {
  const payload = parametersOf(text).get('p') ?? text.trim()
  const json = payload.startsWith('{') ? payload : base64Text(payload)
  if (!json.trimStart().startsWith('{')) return null
  try {
    return new Map(Object.entries(JSON.parse(json)).map(([name, value]) => [name.toLowerCase(), value]))
  } catch {
    return null
  }
}

const base64Text = (text: string) =>
  Buffer.from(decoded(text).replace(/\s/g, '+'), 'base64')
    .toString('utf8')
    .replace(/^\ufeff/, '')

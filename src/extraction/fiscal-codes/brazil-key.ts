import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { twoToNine, weigh } from '../../invoices/weigh.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, parametersOf } from './strict-values.ts'

export const keyCharacters = 44
// Since July 2026 companies may have letters in their identity.
const layout =
  /^(?<state>1[1-7]|2[1-9]|3[1235]|4[1-3]|5[0-3])(?<year>\d{2})(?<month>0[1-9]|1[0-2])(?<issuer>[\dA-Z]{12}\d{2})(?<model>55|57|58|65|67)(?<series>\d{3})(?<number>\d{9})\d(?<random>\d{8})(?<digit>\d)$/

const types = new Map<string, InvoiceData['document_type']>([
  ['55', 'invoice'],
  ['65', 'receipt'],
  ['57', 'invoice'],
  ['67', 'invoice'],
])
/** A manifest names the bills of its freight, and these name the invoices for the goods: each is of the first kind here. */
const carriers = [['58'], ['57', '67']]

/** The access key of a Brazilian document, and what its address tells beside it. */
export function readBrazilianKey(text: string): Reading | null {
  const address = addressOf(text)
  const key =
    address?.key ??
    text
      .replace(/^(?:NFe|CTe|MDFe)/i, '')
      .replace(/[\s.-]/g, '')
      .toUpperCase()
  const parts = key.length === keyCharacters ? layout.exec(key)?.groups : undefined
  if (!parts) return null
  const [series, number] = [Number(parts.series), String(Number(parts.number))]
  const grouped = parts.number!.replace(/(\d{3})(?=\d)/g, '$1.')
  const values = Array.from(key.slice(0, -1), (character) => character.charCodeAt(0) - 48)
  const rest = weigh(values, twoToNine) % 11
  return {
    scheme: 'nfe',
    verification: String(rest < 2 ? 0 : 11 - rest) === parts.digit ? 'ok' : 'mismatch',
    isTest: address?.environment === '2',
    says: {
      document_type: types.get(parts.model!) ?? null,
      // These series are for farmers and other persons, whose identity is shorter.
      issuer_tax_id: series >= 920 && series <= 969 ? parts.issuer!.slice(3) : parts.issuer!,
      invoice_number: number,
      date: address && dateIn(address, parts.year!, parts.month!),
      total: address && amountOf(address.total),
      currency: 'BRL',
      cufe: key,
    },
    spellings: { invoice_number: [number, grouped, `${series}-${number}`] },
  }
}

const modelOf = ({ says, scheme }: Reading) => (scheme === 'nfe' ? says.cufe?.slice(20, 22) : undefined)

/** A document's own codes: what it carries has keys of its own, which say nothing of it. */
export function withoutCargo<Code extends Reading>(codes: Code[]): Code[] {
  const models = codes.map(modelOf)
  const own = carriers.find((kind) => models.some((model) => model && kind.includes(model)))
  return own ? codes.filter((_, i) => !models[i] || own.includes(models[i])) : codes
}

interface Address {
  key: string
  environment: string
  /** A date and time in hexadecimal, or the day of the month. */
  day: string
  total: string
}

/** Of a till's address: older ones name their parts, newer ones have them between bars. */
function addressOf(text: string): Address | null {
  if (!/^https?:/i.test(text)) return null
  const parameters = parametersOf(text)
  const say = (name: string) => parameters.get(name) ?? ''
  const named = say('chnfe') || say('chcte') || say('chmdfe')
  if (named) return { key: named, environment: say('tpamb'), day: say('dhemi'), total: say('vnf') }
  const [key = '', , environment = '', ...rest] = say('p').split('|', 12)
  // Made without a connection, it has the day and the total, which nobody could ask for otherwise.
  const [day = '', total = ''] = rest.length > 2 ? rest : []
  return { key, environment, day, total }
}

function dateIn({ day }: Address, year: string, month: string): string | null {
  if (/^\d{2}$/.test(day)) return dateOf(`20${year}-${month}-${day}`, 'year')
  return /^[\da-f]{20,80}$/i.test(day) ? dateOf(Buffer.from(day, 'hex').toString('latin1'), 'year') : null
}

import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { readTaxId } from '../../invoices/tax-id.ts'
import type { Reading, Verification } from './fiscal-code.ts'
import { isSigned, isUsable } from './rsa-sha1.ts'
import { amountOf, dateOf, textOf } from './strict-values.ts'

/** A stamp has some 1,100 characters. */
const longestStamp = 6_000
/** Names are cut off here: a name as long as this may be half of one. */
const longestName = 40
const rut = /^\d{7,8}-[\dK]$/i
/** What sellers write for a customer who gave no identity, at home and abroad. */
const nobody = ['66666666-6', '55555555-5']

const types = new Map<string, InvoiceData['document_type']>([
  ...['33', '34', '46', '56'].map((type) => [type, 'invoice'] as const),
  ...['39', '41'].map((type) => [type, 'receipt'] as const),
  ['61', 'credit_note'],
])

/** The stamp of a Chilean document: in its PDF417 code, or in its XML. */
export function readTed(text: string): Reading | null {
  const start = text.indexOf('<TED')
  const stamp = start < 0 ? '' : text.slice(start, start + longestStamp)
  const signed = between(stamp, '<DD>', '</DD>')
  if (signed === null) return null
  const [said = '', caf = ''] = signed.split('<CAF', 2)
  const type = element(said, 'TD')
  const folio = element(said, 'F')
  const issuer = element(said, 'RE')
  if (!/^\d{1,3}$/.test(type) || !/^\d{1,10}$/.test(folio) || !rut.test(issuer)) return null
  const customer = element(said, 'RR')
  const customerName = element(said, 'RSR')
  const issuerName = element(caf, 'RS')
  // Export documents are in another currency, which the stamp doesn't name.
  const isInPesos = types.has(type)
  return {
    scheme: 'sii',
    verification: verify({ issuer, type, folio }, signed, caf, stamp),
    says: {
      document_type: types.get(type) ?? null,
      issuer_tax_id: issuer.toUpperCase(),
      issuer_name: nameOf(issuerName),
      customer_tax_id: rut.test(customer) && !nobody.includes(customer) ? customer.toUpperCase() : null,
      customer_name: nobody.includes(customer) ? null : nameOf(customerName),
      invoice_number: String(Number(folio)),
      date: dateOf(element(said, 'FE'), 'year'),
      total: isInPesos ? amountOf(element(said, 'MNT')) : null,
      currency: isInPesos ? 'CLP' : null,
    },
  }
}

const nameOf = (name: string) => textOf(name, longestName - 1)

interface Claim {
  issuer: string
  type: string
  folio: string
}

/** The stamp must be within what its permit allows, and signed with the permit's key. */
function verify({ issuer, type, folio }: Claim, signed: string, caf: string, stamp: string): Verification {
  if (readTaxId(issuer).some(({ country, verdict }) => country === 'CL' && verdict === 'wrong'))
    return 'mismatch'
  const key = { modulus: bytesOf(element(caf, 'M')), exponent: bytesOf(element(caf, 'E')) }
  const signature = bytesOf(/<FRMT[^>]{0,60}>([^<]{1,800})<\/FRMT>/.exec(stamp)?.[1] ?? '')
  if (!isUsable(key) || signature.length === 0) return 'not-verifiable'
  const isPermitted =
    element(caf, 'RE') === issuer &&
    element(caf, 'TD') === type &&
    Number(element(caf, 'D')) <= Number(folio) &&
    Number(element(caf, 'H')) >= Number(folio)
  if (!isPermitted) return 'mismatch'
  if (formsOf(signed).some((bytes) => isSigned(bytes, signature, key))) return 'ok'
  // Characters that the reader of a code couldn't make out say nothing about who wrote them.
  return /[^\0-\u00ff]/.test(signed) ? 'not-verifiable' : 'mismatch'
}

/** What is signed has no blanks between its tags; programs print it with some, or in another encoding. */
function formsOf(signed: string): Uint8Array[] {
  const whole = `<DD>${signed}</DD>`
  const tight = whole.replace(/>\s{1,200}</g, '><')
  const forms = [Buffer.from(tight, 'latin1'), Buffer.from(whole, 'latin1')]
  return /[^\0-\u007f]/.test(whole) ? [...forms, Buffer.from(tight, 'utf8')] : forms
}

function between(text: string, before: string, after: string): string | null {
  const start = text.indexOf(before)
  const end = start < 0 ? -1 : text.indexOf(after, start)
  return end < 0 ? null : text.slice(start + before.length, end)
}

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
])
const element = (text: string, name: string) =>
  (between(text, `<${name}>`, `</${name}>`) ?? '')
    .replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities.get(entity)!)
    .trim()

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

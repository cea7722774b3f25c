import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { Reading } from './fiscal-code.ts'
import { dateOf, decoded } from './strict-values.ts'

export const cufeCharacters = 66
const layout =
  /^FE(?<type>\d{2})(?<person>[12])(?<ruc>[\dA-Z-]{20})-(?<dv>\d{2})(?<branch>[\dA-Z]{4})(?<date>\d{8})(?<number>\d{10})(?<till>\d{3})(?<emission>\d{2})(?<environment>[12])(?<security>\d{9})(?<digit>\d)$/
const inAddress = /(?:[?&]chFE=|FacturasPorCUFE\/)(FE[\dA-Z-]{64})(?![\dA-Z-])/i

const types = new Map<string, InvoiceData['document_type']>([
  ...['01', '02', '03', '05', '07', '08', '09', '10'].map((type) => [type, 'invoice'] as const),
  ...['04', '06'].map((type) => [type, 'credit_note'] as const),
])

/** The unique code of a Panamanian document: bare, in the tax office's address, or in a provider's short one. */
export function readPanamaCufe(text: string): Reading | null {
  const cufe = (inAddress.exec(decoded(text))?.[1] ?? shortened(text) ?? text.trim()).toUpperCase()
  const parts = cufe.length === cufeCharacters ? layout.exec(cufe)?.groups : undefined
  if (!parts) return null
  const ruc = parts.ruc!.replace(/^0+/, '')
  if (!/^[\dA-Z]{1,12}(?:-[\dA-Z]{1,7}){1,3}$/.test(ruc)) return null
  const number = parts.number!
  return {
    scheme: 'dgi',
    verification: luhnDigit(cufe.slice(2, -1)) === parts.digit ? 'ok' : 'mismatch',
    isTest: parts.environment === '2',
    says: {
      document_type: types.get(parts.type!) ?? null,
      issuer_tax_id: `${ruc} DV ${parts.dv}`,
      invoice_number: number,
      date: dateOf(parts.date!, 'year'),
      cufe,
    },
    spellings: {
      issuer_tax_id: [`${ruc} DV ${parts.dv}`, `${ruc}-${parts.dv}`, ruc],
      invoice_number: [number, String(Number(number))],
    },
  }
}

/** "RkUw" is how "FE0" begins in Base64, which is what short addresses end in. */
function shortened(text: string): string | null {
  const encoded = /\/(RkUw[\w+/=-]{80,100})$/.exec(text)?.[1]
  return encoded ? Buffer.from(encoded, 'base64').toString('latin1') : null
}

/** Luhn's digit, where a letter or hyphen counts as the second digit of its character code. */
function luhnDigit(body: string): string {
  const digits = Array.from(body, (character) =>
    /\d/.test(character) ? Number(character) : Number(String(character.charCodeAt(0))[1]),
  )
  const sum = digits.reverse().reduce((all, digit, i) => {
    const value = i % 2 ? digit : digit * 2
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

import { readTaxId } from '../../invoices/tax-id.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, parametersOf, textOf } from './strict-values.ts'

const isSpanish = (id: string) =>
  readTaxId(id).some(({ country, verdict }) => country === 'ES' && verdict === 'valid')

/** The code of a Spanish document: VERI*FACTU in most of the country, TicketBAI in the Basque one. */
export const readSpanishQr = (text: string): Reading | null => readVerifactu(text) ?? readTicketBai(text)

function readVerifactu(text: string): Reading | null {
  if (!/^https:\/\/[\w.-]{1,60}\/[\w/-]{0,60}ValidarQR(?:NoVerifactu)?\?/i.test(text)) return null
  const parameters = parametersOf(text)
  const say = (name: string) => (parameters.get(name) ?? '').trim()
  const date = dateOf(say('fecha'), 'day')
  const total = amountOf(say('importe'))
  const number = textOf(say('numserie'), 60)
  const nif = /^[A-Z\d]{9}$/i.exec(say('nif'))?.[0].toUpperCase()
  if (!nif || !number || date === null || total === null) return null
  return {
    scheme: 'verifactu',
    verification: isSpanish(nif) ? 'not-verifiable' : 'mismatch',
    isTest: /^https:\/\/pre/i.test(text),
    says: { issuer_tax_id: nif, invoice_number: number, date, total },
  }
}

const identity = /^TBAI-([A-Z\d]{9})-(\d{6})-[\w+/=]{13}-(\d{3})$/

function readTicketBai(text: string): Reading | null {
  const parameters = parametersOf(text)
  const say = (name: string) => (parameters.get(name) ?? '').trim()
  const [id, nif, day, digits] = identity.exec(say('id')) ?? []
  const [series, number] = [say('s') && textOf(say('s'), 20), textOf(say('nf'), 20)]
  if (!id || !number || series === null) return null
  const end = text.lastIndexOf('&cr=')
  const isWhole =
    checkSum(id.slice(0, -3)) === digits && end > 0 && checkSum(text.slice(0, end)) === text.slice(end + 4)
  return {
    scheme: 'ticketbai',
    verification: isWhole ? 'ok' : 'mismatch',
    isTest: /^https:\/\/pruebas/i.test(text),
    says: {
      issuer_tax_id: nif!,
      invoice_number: series + number,
      date: dateOf(day!, 'day'),
      total: amountOf(say('i')),
      cufe: id,
    },
    spellings: { invoice_number: [series + number, `${series}-${number}`, number] },
  }
}

/** CRC-8 in three digits. */
function checkSum(text: string): string {
  let sum = 0
  for (const byte of Buffer.from(text)) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80 ? ((sum << 1) ^ 0x07) & 0xff : sum << 1
  }
  return String(sum).padStart(3, '0')
}

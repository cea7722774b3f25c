import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf, textOf } from './strict-values.ts'

/** Codes that ask for a payment: Switzerland's QR-bill and the transfers of the European Payments Council. */
export const readPaymentQr = (text: string): Reading | null => readSwissBill(text) ?? readTransfer(text)

function readSwissBill(text: string): Reading | null {
  const lines = text.split(/\r?\n/, 40).map((line) => line.trim())
  const [kind, , , account = ''] = lines
  const [amount, currency] = [amountOf(lines[18] ?? ''), lines[19] ?? '']
  if (kind !== 'SPC' || !isIban(account) || !/^(?:CHF|EUR)$/.test(currency)) return null
  return {
    scheme: 'swiss',
    verification: 'not-verifiable',
    isPayment: true,
    says: {
      issuer_name: nameOf(lines[5]),
      customer_name: nameOf(lines[21]),
      total: amount,
      currency,
      ...billOf(lines[31]),
    },
  }
}

/** What the biller adds for programs: "//S1/10/10201409/11/190512/30/106017086". */
function billOf(line = ''): Reading['says'] {
  if (!line.startsWith('//S1/')) return {}
  // A slash within a value has a backslash before it.
  const parts = line.slice(5).split(/(?<!\\)\//, 40)
  const say = (tag: string) => {
    const at = parts.findIndex((part, i) => i % 2 === 0 && part === tag)
    return at < 0 ? '' : (parts[at + 1] ?? '').replace(/\\(.)/g, '$1')
  }
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(say('11')) ?? []
  const number = textOf(say('10'), 60)
  const id = /^(\d{3})(\d{3})(\d{3})$/.exec(say('30'))
  return {
    ...(number ? { invoice_number: number } : {}),
    ...(year ? { date: dateOf(`20${year}-${month}-${day}`, 'year') } : {}),
    ...(id ? { issuer_tax_id: `CHE-${id[1]}.${id[2]}.${id[3]}` } : {}),
  }
}

function readTransfer(text: string): Reading | null {
  const [kind, version = '', , method, , name, account = '', sum = ''] = text
    .split(/\r?\n/, 12)
    .map((line) => line.trim())
  if (kind !== 'BCD' || !/^00[12]$/.test(version) || method !== 'SCT' || !isIban(account.replace(/\s/g, '')))
    return null
  const amount = sum.startsWith('EUR') ? amountOf(sum.slice(3)) : null
  return {
    scheme: 'epc',
    verification: 'not-verifiable',
    isPayment: true,
    says: { issuer_name: nameOf(name), total: amount, currency: amount === null ? null : 'EUR' },
  }
}

const nameOf = (name: string | undefined) => textOf(name, 70)

/** An account whose check digits hold. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(text)) return false
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}

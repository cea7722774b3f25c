/** Exact decimals: an amount is a whole number of millionths, the finest the fields' schema allows. */
export type Micros = bigint

/** Which sign a document prints before its cents. */
export type DecimalMark = ',' | '.'

const one = 1_000_000n

/** The exact amount of a number or of a plain decimal such as "-12.5", rounded half away from zero. */
export function toMicros(value: number | string): Micros {
  const text = typeof value === 'number' ? value.toFixed(6) : value.trim()
  const parts = /^([+-]?)(\d{1,24})(?:\.(\d{1,40}))?$/.exec(text)
  if (!parts) throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`)
  const fraction = (parts[3] ?? '').padEnd(7, '0')
  const micros = BigInt(parts[2]!) * one + BigInt(fraction.slice(0, 6)) + (fraction[6]! >= '5' ? 1n : 0n)
  return parts[1] === '-' ? -micros : micros
}

export const toNumber = (micros: Micros): number => Number(micros) / 1e6

export const sumOf = (amounts: Micros[]): Micros => amounts.reduce((sum, amount) => sum + amount, 0n)

export const absolute = (micros: Micros): Micros => (micros < 0n ? -micros : micros)

/** The product, rounded half away from zero to millionths. */
export function multiply(a: Micros, b: Micros): Micros {
  const product = absolute(a) * absolute(b)
  const rounded = (product + one / 2n) / one
  return a < 0n !== b < 0n ? -rounded : rounded
}

export const within = (a: Micros, b: Micros, tolerance: Micros): boolean => absolute(a - b) <= tolerance

/** Currencies without cents: there a rounding is a whole unit. */
const wholeCurrencies = new Set(['CLP', 'PYG', 'JPY', 'KRW', 'VND', 'ISK', 'UGX', 'RWF', 'XAF', 'XOF', 'XPF'])
export const roundingUnit = (currency: string | null): Micros =>
  currency && wholeCurrencies.has(currency) ? one : one / 100n

// Every expression here is anchored and reads each character once: a printed amount is at most this long.
const longestAmount = 40
const codes =
  'EUR|USD|CLP|CLF|MXN|ARS|COP|PEN|BRL|UYU|PYG|BOB|PAB|CRC|GTQ|HNL|NIO|DOP|VES|GBP|CHF|CAD|MYR|SGD|AUD|NZD|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|THB|MZN|AOA|ZAR'
/** Signs that stand for a currency before an amount, or behind it. */
export const currencySigns = '$€£¥₡₲₱₹₺₽₴₪₩₦฿'
const noCents = /[,.][-–—]{1,2}$/
const sign = /^[-\u2010\u2011−–]|[-−–]$|^\(.*\)$/
const before = new RegExp(
  `^(?:US\\$|U\\$S|USD\\$|MX\\$|RD\\$|R\\$|C\\$|S/\\.?|B/\\.?|Bs\\.?|RM|Rs\\.?|[${currencySigns}]|(?:${codes})(?=[\\d$ -]))\\s?\\$?`,
)
const after = new RegExp(`\\s?(?:[${currencySigns}]|${codes}|kr)$`)
const grouped = /^\d{1,3}(?:([.,'’´ \u00a0\u202f])\d{3})(?:\1\d{3})*(?:([.,])(\d{1,6}))?$/
const simple = /^\d{1,15}(?:([.,])(\d{1,6}))?$/

interface Digits {
  negative: boolean
  digits: string
}

/** Takes away signs and currencies; null for what isn't a number. */
function bare(text: string): Digits | null {
  if (text.length > longestAmount) return null
  let digits = text.trim()
  let negative = false
  for (const part of [noCents, sign, before, sign, after, noCents, sign]) {
    const found = part.exec(digits)
    if (!found) continue
    if (part === sign) negative = true
    digits = (found[0].startsWith('(') ? found[0].slice(1, -1) : digits.replace(part, '')).trim()
  }
  return /^\d/.test(digits) ? { negative, digits } : null
}

/** "1.234": a thousand and more, or one and a bit? Only the rest of the document can tell. */
export function isAmbiguous(text: string): boolean {
  const digits = bare(text)?.digits
  return digits !== undefined && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)
}

/** The decimal mark this amount proves, if it proves one. */
export function decimalMarkOf(text: string): DecimalMark | null {
  const digits = bare(text)?.digits
  if (digits === undefined || /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return null
  const group = grouped.exec(digits)
  if (group && group[2] !== group[1] && !digits.startsWith('0')) {
    if (group[2]) return group[2] as DecimalMark
    return group[1] === '.' ? ',' : group[1] === ',' ? '.' : null
  }
  return (simple.exec(digits)?.[1] as DecimalMark | undefined) ?? null
}

interface PrintedAmount {
  micros: Micros
  /** How many decimals are printed: prices and totals have two, or none where there are no cents. */
  decimals: number
}

/** Reads an amount as printed; the mark decides what "1.234" is, and without one it is a thousand and more. */
export function parseAmount(text: string, mark: DecimalMark | null): PrintedAmount | null {
  const read = bare(text)
  if (!read) return null
  const { negative, digits } = read
  const group = grouped.exec(digits)
  const isGrouped = group && group[2] !== group[1] && !digits.startsWith('0')
  const lone = /^\d{1,3}[.,]\d{3}$/.test(digits)
  const asDecimal = lone && (digits.startsWith('0') || digits.includes(mark ?? '\u0000'))
  const parts = isGrouped && !asDecimal ? null : simple.exec(digits)
  if (!parts && !isGrouped) return null
  const fraction = (parts ? parts[2] : group?.[3]) ?? ''
  const mantissa = fraction ? digits.slice(0, -fraction.length - 1) : digits
  const micros = toMicros(`${mantissa.replace(/\D/g, '')}.${fraction || '0'}`)
  return { micros: negative ? -micros : micros, decimals: fraction.length }
}

/** VAT identities of European countries: their shape, and whether their check digits hold where these are known. */
interface VatRule {
  shape: RegExp
  isRight?: (digits: string) => boolean
}

const digitsOf = (text: string) => Array.from(text, Number)
const weigh = (values: number[], weights: number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0)

/** ISO 7064, mod 11,10. */
function german(digits: string): boolean {
  let product = 10
  for (const digit of digitsOf(digits.slice(0, 8))) {
    const sum = (digit + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10 === Number(digits[8])
}

const luhn = (digits: string) =>
  digitsOf(digits).reduceRight((sum, digit, i) => {
    const twice = (digits.length - i) % 2 === 0 ? digit * 2 : digit
    return sum + (twice > 9 ? twice - 9 : twice)
  }, 0) %
    10 ===
  0

const french = (id: string) => (12 + 3 * (Number(id.slice(2)) % 97)) % 97 === Number(id.slice(0, 2))
const portuguese = (digits: string) => {
  const rest = weigh(digitsOf(digits), [9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return Number(digits[8]) === (rest < 2 ? 0 : 11 - rest)
}
const belgian = (digits: string) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8))
const dutch = (id: string) => weigh(digitsOf(id.slice(0, 9)), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0

const swiss = (id: string) => {
  const digit = (11 - (weigh(digitsOf(id.slice(1, 9)), [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11
  return digit === Number(id[9])
}

/** The last two of nine digits; newer numbers count from 55 further on. */
const british = (digits: string) => {
  const rest = (weigh(digitsOf(digits), [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9))) % 97
  return rest === 0 || rest === 42
}

const rules = {
  DE: { shape: /^\d{9}$/, isRight: german },
  FR: { shape: /^[A-Z\d]{2}\d{9}$/, isRight: french },
  IT: { shape: /^\d{11}$/, isRight: luhn },
  PT: { shape: /^\d{9}$/, isRight: portuguese },
  BE: { shape: /^[01]\d{9}$/, isRight: belgian },
  NL: { shape: /^\d{9}B\d{2}$/, isRight: dutch },
  AT: { shape: /^U\d{8}$/ },
  GB: { shape: /^(?:\d{9}|\d{12})$/, isRight: british },
  IE: { shape: /^\d[A-Z\d]\d{5}[A-Z]{1,2}$/ },
  LU: { shape: /^\d{8}$/ },
  DK: { shape: /^\d{8}$/ },
  FI: { shape: /^\d{8}$/ },
  SE: { shape: /^\d{12}$/ },
  PL: { shape: /^\d{10}$/ },
  CZ: { shape: /^\d{8,10}$/ },
  CH: { shape: /^E\d{9}(?:MWST|TVA|IVA)?$/, isRight: swiss },
} satisfies Record<string, VatRule>

export type VatCountry = keyof typeof rules

const ruleOf = (country: string): VatRule | null =>
  Object.hasOwn(rules, country) ? rules[country as VatCountry] : null

/** What letters are when they stand where only digits can. */
const digitFor: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}
const asDigits = (text: string) => text.replace(/[OQDILZSGB]/g, (letter) => digitFor[letter]!)

/** A VAT identity with its country in front; "proven" when its check digit holds. */
export function readVatId(text: string): { country: VatCountry; isProven: boolean } | null {
  const id = text.toUpperCase().replace(/[\s.\-/]/g, '')
  const country = id.slice(0, 2)
  const rule = ruleOf(country)
  const body = id.slice(2)
  if (!rule?.shape.test(body)) return null
  return { country: country as VatCountry, isProven: rule.isRight?.(body) ?? false }
}

/** The same identity with letters read for digits set right, if that gives it its country's shape. */
export function mendVatId(text: string): string | null {
  const id = text.toUpperCase().replace(/[\s.\-/]/g, '')
  const country = id.slice(0, 2)
  const rule = ruleOf(country)
  if (!rule || country === 'IE' || country === 'CH') return null
  const kept = country === 'AT' ? 3 : 2
  const tail = country === 'NL' ? (/B\d{2}$/.exec(id)?.[0] ?? '') : ''
  const mended = id.slice(0, kept) + asDigits(id.slice(kept, id.length - tail.length)) + tail
  return mended !== id && rule.shape.test(mended.slice(2)) ? mended : null
}

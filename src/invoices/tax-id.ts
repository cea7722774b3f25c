import { digitsOf, twoToEleven, twoToNine, twoToSeven, weigh } from './weigh.ts'

/** Tax identities whose check digits are known, each with the country that gives it out. */
export type TaxCountry =
  | 'CL'
  | 'CO'
  | 'PE'
  | 'MX'
  | 'AR'
  | 'BR'
  | 'ES'
  | 'PA'
  | 'EC'
  | 'DO'
  | 'IN'
  | 'PY'
  | 'GT'

interface TaxIdReading {
  country: TaxCountry
  /** Doubtful: the form is right and the digit isn't, in a country where real identities are like that. */
  verdict: 'valid' | 'doubtful' | 'wrong'
}

const colombian = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71]

function chileanDigit(body: string) {
  const digit = 11 - (weigh(digitsOf(body), twoToSeven) % 11)
  return digit === 11 ? '0' : digit === 10 ? 'K' : String(digit)
}

/** The digit that stands after the hyphen of a Colombian identity. */
export function colombianDigit(body: string): string {
  const rest = weigh(digitsOf(body), colombian) % 11
  return String(rest < 2 ? rest : 11 - rest)
}

const peruvianDigit = (body: string) => String((11 - (weigh(digitsOf(body), twoToSeven) % 11)) % 10)

function argentineDigit(body: string) {
  const digit = 11 - (weigh(digitsOf(body), twoToSeven) % 11)
  return digit === 11 ? '0' : digit === 10 ? '9' : String(digit)
}

function brazilianDigits(body: string) {
  const digit = (values: number[]) => {
    const rest = weigh(values, twoToNine) % 11
    return rest < 2 ? 0 : 11 - rest
  }
  // Since July 2026 letters count too, by their code less that of "0".
  const values = Array.from(body, (character) => character.charCodeAt(0) - 48)
  const first = digit(values)
  return `${first}${digit([...values, first])}`
}

const mexicanAlphabet = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ'
function mexicanDigit(body: string) {
  const values = Array.from(body.padStart(12), (character) => mexicanAlphabet.indexOf(character))
  const digit = 11 - (values.reduce((sum, value, i) => sum + value * (13 - i), 0) % 11)
  return digit === 11 ? '0' : digit === 10 ? 'A' : String(digit)
}

function isMexican(id: string): TaxIdReading['verdict'] {
  if (id === 'XAXX010101000' || id === 'XEXX010101000') return 'valid'
  const month = Number(id.slice(-7, -5))
  const day = Number(id.slice(-5, -3))
  if (month < 1 || month > 12 || day < 1 || day > 31) return 'wrong'
  return mexicanDigit(id.slice(0, -1)) === id.at(-1) ? 'valid' : 'doubtful'
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
function isSpanish(id: string) {
  const person = /^([XYZ\d])(\d{7})([A-Z])$/.exec(id)
  if (person) {
    const number = Number(`${'XYZ'.includes(person[1]!) ? 'XYZ'.indexOf(person[1]!) : person[1]}${person[2]}`)
    return spanishLetters[number % 23] === person[3]
  }
  const odd = [1, 3, 5, 7].map((i) => 2 * Number(id[i])).map((twice) => (twice > 9 ? twice - 9 : twice))
  const even = [2, 4, 6].map((i) => Number(id[i]))
  const digit = (10 - ([...odd, ...even].reduce((sum, value) => sum + value, 0) % 10)) % 10
  const letterOnly = /^[PQRSNW]/.test(id)
  return id[8] === 'JABCDEFGHI'[digit] || (!letterOnly && id[8] === String(digit))
}

/** In identities of the old kind two digits are exchanged before they are weighed, by a fixed table. */
function exchanged(pair: number) {
  if (pair === 0) return 0
  const from = [43, 34, 26, 23, 19, 10].find((start) => pair >= start)
  const offset = { 43: 42, 34: 33, 26: 24, 23: 16, 19: 18, 10: 9 }[from ?? 0]
  return offset === undefined || pair > 49 ? pair : pair - offset
}

function panamanianDigits(parts: string[]) {
  let body = parts[0]!.padStart(10, '0') + parts[1]!.padStart(4, '0') + parts[2]!.padStart(6, '0')
  const old = /^\d{3}00[0-4]/.test(body)
  if (old)
    body = body.slice(0, 5) + String(exchanged(Number(body.slice(5, 7)))).padStart(2, '0') + body.slice(7)
  const weights = Array.from({ length: 22 }, (_, i) => (old && i >= 10 ? i + 1 : i + 2))
  const digit = (text: string) => {
    const rest = weigh(digitsOf(text), weights) % 11
    return rest > 1 ? 11 - rest : 0
  }
  const first = digit(body)
  return `${first}${digit(body + first)}`
}

/** Persons double every other digit of their identity card; companies (9) and offices (6) weigh theirs. */
function isEcuadorian(id: string): TaxIdReading['verdict'] {
  const doubled = digitsOf(id.slice(0, 9)).map((digit, i) =>
    i % 2 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit,
  )
  if (id[2]! <= '6' && (10 - (doubled.reduce((sum, digit) => sum + digit, 0) % 10)) % 10 === Number(id[9]))
    return 'valid'
  if (id[2]! <= '5') return 'wrong'
  const body = digitsOf(id.slice(0, id[2] === '6' ? 8 : 9))
  const digit = (11 - (weigh(body, twoToSeven) % 11)) % 11
  // The tax office has run out of companies' numbers that keep the rule.
  return digit === Number(id[body.length]) ? 'valid' : 'doubtful'
}

const dominicanDigit = (body: string) =>
  String(((10 - (weigh(digitsOf(body), [2, 3, 4, 5, 6, 8, 9, 7]) % 11)) % 9) + 1)

const base36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
function indianDigit(body: string) {
  const sum = Array.from(body, (character, i) => base36.indexOf(character) * (i % 2 ? 2 : 1))
    .map((product) => Math.floor(product / 36) + (product % 36))
    .reduce((total, value) => total + value, 0)
  return base36[(36 - (sum % 36)) % 36]
}

function paraguayanDigit(body: string) {
  const rest = weigh(digitsOf(body), twoToEleven) % 11
  return String(rest > 1 ? 11 - rest : 0)
}

function guatemalanDigit(body: string) {
  const digit = (11 - (weigh(digitsOf(body), twoToNine) % 11)) % 11
  return digit === 10 ? 'K' : String(digit)
}

const verdict = (right: boolean) => (right ? 'valid' : 'wrong')

interface Rule {
  country: TaxCountry
  shape: RegExp
  judge: (id: string) => TaxIdReading['verdict']
  /** Many a number looks like that: it says nothing unless the country is known. */
  isCommon?: true
}

/** Shapes are read with hyphens and slashes, which tell countries apart; dots and blanks say nothing. */
const rules: Rule[] = [
  {
    country: 'CL',
    shape: /^\d{7,8}-[\dK]$/,
    judge: (id) => verdict(chileanDigit(id.slice(0, -2)) === id.at(-1)),
  },
  {
    country: 'CO',
    shape: /^(?:\d{9,10}-\d|[89]\d{9})$/,
    judge: (id) => verdict(colombianDigit(id.replace('-', '').slice(0, -1)) === id.at(-1)),
  },
  {
    country: 'PE',
    shape: /^(?:10|15|16|17|20)\d{9}$/,
    judge: (id) => verdict(peruvianDigit(id.slice(0, -1)) === id.at(-1)),
  },
  {
    country: 'AR',
    shape: /^(?:20|23|24|25|26|27|30|33|34)(?:\d{9}|-\d{8}-\d)$/,
    judge: (id) => verdict(argentineDigit(id.replaceAll('-', '').slice(0, -1)) === id.at(-1)),
  },
  {
    country: 'MX',
    shape: /^[A-ZÑ&]{3,4}-?\d{6}-?[A-Z\d]{2}[\dA]$/,
    judge: (id) => isMexican(id.replaceAll('-', '')),
  },
  {
    country: 'BR',
    shape: /^[A-Z\d]{8}\/[A-Z\d]{4}-\d{2}$|^\d{14}$/,
    judge: (id) => verdict(brazilianDigits(id.replace(/[/-]/g, '').slice(0, -2)) === id.slice(-2)),
  },
  {
    country: 'ES',
    shape: /^(?:ES-?)?(?:[XYZ]-?\d{7}-?[A-Z]|\d{8}-?[A-Z]|[A-HJNP-SUVW]-?\d{7}-?[\dA-J])$/,
    judge: (id) =>
      verdict(
        isSpanish(
          id
            .replace(/^ES(?=.{9})/, '')
            .replaceAll('-', '')
            .slice(-9),
        ),
      ),
  },
  {
    country: 'PA',
    shape: /^\d{1,9}-\d{1,4}-\d{1,6}DV\d{1,2}$/,
    judge: (id) => {
      const [ruc, digits] = id.split('DV') as [string, string]
      return verdict(panamanianDigits(ruc.split('-')) === digits.padStart(2, '0'))
    },
  },
  { country: 'EC', shape: /^(?:0[1-9]|1\d|2[0-4]|30)[0-69]\d{7}0(?:0[1-9]|[1-9]\d)$/, judge: isEcuadorian },
  {
    country: 'DO',
    shape: /^\d-\d{2}-\d{5}-\d$/,
    judge: (id) => verdict(dominicanDigit(id.replaceAll('-', '').slice(0, -1)) === id.at(-1)),
  },
  {
    country: 'IN',
    shape: /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[A-Z\d]$/,
    judge: (id) => verdict(indianDigit(id.slice(0, -1)) === id.at(-1)),
  },
  {
    country: 'PY',
    shape: /^\d{5,8}-\d$/,
    judge: (id) => verdict(paraguayanDigit(id.slice(0, -2)) === id.at(-1)),
    isCommon: true,
  },
  {
    country: 'GT',
    shape: /^\d{5,8}-?[\dK]$/,
    judge: (id) => verdict(guatemalanDigit(id.replace('-', '').slice(0, -1)) === id.at(-1)),
    isCommon: true,
  },
]

const currencies: Record<TaxCountry, string> = {
  CL: 'CLP',
  CO: 'COP',
  PE: 'PEN',
  MX: 'MXN',
  AR: 'ARS',
  BR: 'BRL',
  ES: 'EUR',
  PA: 'PAB',
  EC: 'USD',
  DO: 'DOP',
  IN: 'INR',
  PY: 'PYG',
  GT: 'GTQ',
}
/** In these anybody may sell. */
const worldwide = ['USD', 'EUR']

/**
 * Every country this identity may be from, and whether its check digit holds there. A currency of one country tells it
 * from others whose identities look alike.
 */
export function readTaxId(text: string, currency: string | null = null): TaxIdReading[] {
  if (text.length > 40) return []
  const id = text.toUpperCase().replace(/[.\s]/g, '')
  return rules
    .filter((rule) => mayCount(rule, currency) && rule.shape.test(id))
    .map(({ country, judge }) => ({ country, verdict: judge(id) }))
}

const mayCount = ({ country, isCommon }: Rule, currency: string | null) =>
  currency === null || worldwide.includes(currency)
    ? !isCommon
    : currencies[country] === currency.replace('CLF', 'CLP')

import type { Country } from './country.ts'
import type { Found } from './found.ts'
import { label, spotsOf } from './labels.ts'
import type { Line, Span } from './text-lines.ts'

const iso =
  /^(?:[$€])?(EUR|USD|CLP|MXN|ARS|COP|PEN|BRL|UYU|PYG|BOB|PAB|CRC|GTQ|HNL|NIO|DOP|VES|GBP|CHF|CAD|MYR|SGD|AUD|NZD|JPY|CNY|INR|SEK|NOK|DKK|PLN|AED|SAR|HKD|TWD|THB|IDR|PHP|ZAR|CZK|HUF|RON|MAD|TRY|MZN|AOA)(?=$|[\d$:.,)])|^[($-]*\d[\d.,]*(EUR|USD|MXN|CLP|COP|ARS|PEN|BRL|GBP|CHF)$|^\(?(EUR|USD|MXN|CLP|COP|ARS|PEN|BRL|GBP|CHF)\)?$/
const symbols: [RegExp, string][] = [
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/^\(?R\$/, 'BRL'],
  [/^\(?(?:US\$|U\$S)/, 'USD'],
  [/^\(?S\/\.?(?=$|\d|\))/, 'PEN'],
  [/^\(?B\/\.?(?=$|\d|\))/, 'PAB'],
  [/^\(?RD\$/, 'DOP'],
  [/^\(?MX\$/, 'MXN'],
  [/^\(?\$U(?=$|\d|\))/, 'UYU'],
  [/^\(?RM(?=$|\d|\))/, 'MYR'],
  [/^\(?HK\$/, 'HKD'],
  [/^\(?NT\$/, 'TWD'],
  [/^\(?S\$/, 'SGD'],
  [/^\(?AU?\$/, 'AUD'],
  [/^\(?CA\$/, 'CAD'],
  [/₹/, 'INR'],
  [/₡/, 'CRC'],
  [/₲/, 'PYG'],
]
const names = [
  label('EUR', 1, 'euros?'),
  label('USD', 1, '(?:us|u\\.s\\.) dollars?|dolares(?: (?:americanos|estadounidenses))?'),
  label('MXN', 1, 'pesos? mexicanos?|m\\.n\\.|moneda nacional'),
  label('COP', 1, 'pesos? colombianos?'),
  label('CLP', 1, 'pesos? chilenos?'),
  label('ARS', 1, 'pesos? argentinos?'),
  label('PEN', 1, 'soles'),
  label('BRL', 1, 'reais'),
  label('PAB', 1, 'balboas?'),
  label('PYG', 1, 'guarani(?:es)?'),
  label('GTQ', 1, 'quetzal(?:es)?'),
  label('HNL', 1, 'lempiras?'),
  label('BOB', 1, 'bolivianos?'),
  label('CRC', 1, 'colones'),
  label('UYU', 1, 'pesos? uruguayos?'),
  label('DOP', 1, 'pesos? dominicanos?'),
  label('INR', 1, '(?:indian )?rupees?'),
]
/** What a bare "$" is, where the document's country is known; elsewhere it is nothing. */
const dollars: Partial<Record<Country, string>> = {
  CL: 'CLP',
  CO: 'COP',
  MX: 'MXN',
  AR: 'ARS',
  EC: 'USD',
  PA: 'USD',
  DO: 'DOP',
  US: 'USD',
}

const otherMoney =
  /tipo de cambio|exchange rate|wechselkurs|umrechnungskurs|taux de change|umsatzsteuerbuchung|buchwahrung|(?:tax|accounting) currency/
const nearness = ({ plain }: Line) =>
  /rechnungswahrung|(?:invoice|document) currency|moneda|devise de facturation/.test(plain)
    ? 5
    : /currency|devise|wahrung|valuta|divisa/.test(plain)
      ? 3
      : 1

interface Evidence {
  span: Span
  weight: number
  isPlain: boolean
}

/** The currency the page proves; never one by default. */
export function findCurrency(
  lines: Line[],
  country: Country | null,
  total: Line | undefined,
): Found<string> | null {
  const found = new Map<string, Evidence[]>()
  const add = (currency: string | undefined, evidence: Evidence) => {
    if (currency) found.set(currency, [...(found.get(currency) ?? []).slice(0, 50), evidence])
  }
  const dollar = country ? dollars[country] : undefined
  for (const line of lines) {
    // "Tipo de cambio USD 18.20" names the currency the document is not in.
    const near = line === total ? 4 : nearness(line)
    if (otherMoney.test(line.plain) && line !== total) continue
    line.words.forEach(({ text }, i) => {
      const span = { line, from: i, to: i + 1 }
      const word = iso.exec(text)?.slice(1).find(Boolean)
      const code = word && (near > 1 || !looksLikeWord(word) || isBesideNumber(line, i)) ? word : undefined
      const symbol = isMisreadSign(line, i) ? undefined : symbols.find(([sign]) => sign.test(text))?.[1]
      if (code) add(code, { span, weight: near * 2, isPlain: true })
      else if (symbol) add(symbol, { span, weight: near, isPlain: true })
      else if (/^[(-]*\$/.test(text)) add(dollar, { span, weight: near * 0.8, isPlain: false })
    })
    for (const { kind, span } of spotsOf(line, names)) add(kind, { span, weight: near, isPlain: true })
  }
  return strongest(found)
}

/** "MAD", "PEN" and "BOB" are words too; these three are money wherever they stand. */
const looksLikeWord = (code: string) => !['EUR', 'USD', 'GBP'].includes(code)

const isBesideNumber = ({ words }: Line, i: number) =>
  [words[i - 1], words[i], words[i + 1]].some((word) => word !== undefined && /\d/.test(word.text))

/** "€ashier", "SJ£", "$ €": what an engine took for a sign stands at no number and behind no word. */
function isMisreadSign({ words, source }: Line, i: number): boolean {
  const [before = '', text, after = ''] = [words[i - 1]?.text, words[i]!.text, words[i + 1]?.text]
  if (source !== 'ocr' || !/[€£]/.test(text) || /[€£][-.,]?\d|\d[.,]?[€£]/.test(text)) return false
  if (!/^\(?[€£]\)?[.,:]?$/.test(text)) return true
  return !(words.length === 1 || /\d$|\p{L}{3}/u.test(before) || /^[-.,]?\d/.test(after))
}

function strongest(found: Map<string, Evidence[]>): Found<string> | null {
  const weight = (evidence: Evidence[]) => evidence.reduce((sum, one) => sum + one.weight, 0)
  const [first, second] = [...found].sort((a, b) => weight(b[1]) - weight(a[1]))
  if (!first || (second && weight(first[1]) === weight(second[1]))) return null
  const best = first[1].toSorted((a, b) => b.weight - a.weight)[0]!
  const confidence = (best.isPlain ? 0.95 : 0.85) * (second ? 0.85 : 1)
  return { value: first[0], confidence, spans: [best.span] }
}

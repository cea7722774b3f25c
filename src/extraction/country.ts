import type { TaxCountry } from '../invoices/tax-id.ts'
import type { PrintedTaxId } from './tax-ids.ts'
import type { Line } from './text-lines.ts'
import type { VatCountry } from './vat-ids.ts'

export type Country = TaxCountry | VatCountry | 'EC' | 'US' | 'MY'

const words: [Country, RegExp][] = [
  ['CL', /(?<![a-z])(?:s\.?i\.?i\.?|chile|boleta electronica)(?![a-z])/],
  ['CO', /(?<![a-z])(?:dian|cufe|cude|colombia)(?![a-z])/],
  ['PE', /(?<![a-z])(?:sunat|peru|igv)(?![a-z])/],
  ['MX', /(?<![a-z])(?:cfdi|rfc|mexico|uso cfdi|regimen fiscal)(?![a-z])/],
  ['AR', /(?<![a-z])(?:afip|arca|cuit|cae|ingresos brutos|argentina)(?![a-z])/],
  ['BR', /(?<![a-z])(?:cnpj|danfe|nota fiscal|brasil)(?![a-z])/],
  ['ES', /(?<![a-z])(?:espana|spain|igic)(?![a-z])/],
  ['PA', /(?<![a-z])(?:itbms|panama)(?![a-z])/],
  ['DO', /(?<![a-z])(?:dgii|ncf|e-ncf|rnc|republica dominicana|dominican republic)(?![a-z])/],
  ['EC', /(?<![a-z])(?:sri|ecuador|clave de acceso)(?![a-z])/],
  ['US', /(?<![a-z])(?:united states|u\.?s\.?a\.?|us dollars|sales tax)(?![a-z])/],
  ['MY', /(?<![a-z])(?:sdn\.? ?bhd|malaysia|kuala lumpur|selangor|johor|gst @? ?6%|jalan)(?![a-z])/],
  ['IN', /(?<![a-z])(?:gstin|[cs]gst|india|hsn)(?![a-z])/],
  ['DE', /(?<![a-z])(?:mwst|mehrwertsteuer|ust-id|finanzamt|handelsregister|deutschland)(?![a-z])/],
  ['FR', /(?<![a-z])(?:siret|rcs|tva intra\S*|au capital de)(?![a-z])/],
  ['GB', /(?<![a-z])(?:united kingdom|london)(?![a-z])/],
]
const states =
  /^(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC)[.,]?$/

/** The country a document shows itself to be from; null where nothing does, or two do as much. */
export function countryOf(lines: Line[], ids: PrintedTaxId[]): Country | null {
  const votes = new Map<Country, number>()
  const vote = (country: Country, weight: number) => votes.set(country, (votes.get(country) ?? 0) + weight)
  for (const { countries, isLabelled, isValid, owner } of ids)
    for (const country of countries)
      vote(country, owner === 'customer' ? 1 : (isLabelled ? 3 : 1) + (isValid ? 1 : 0))
  for (const [country, wording] of words) if (lines.some(({ plain }) => wording.test(plain))) vote(country, 2)
  if (lines.some(hasZip)) vote('US', 2)
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1])
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null
}

const hasZip = ({ words }: Line) =>
  words.some(({ text }, i) => states.test(text) && /^\d{5}(?:-\d{4})?,?$/.test(words[i + 1]?.text ?? ''))

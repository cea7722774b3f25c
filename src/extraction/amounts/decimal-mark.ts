import { type DecimalMark, decimalMarkOf } from '../../invoices/money.ts'
import type { Country } from '../country.ts'
import type { Line } from '../text-lines.ts'

/** Where nothing proves the decimal mark, the country's own. */
const pointCountries: Country[] = ['MX', 'PE', 'PA', 'DO', 'US', 'IN']

/** Where money has no cents "1.234" is a thousand and more: a weight or a rate beside it proves nothing else. */
const wholeCountries: Country[] = ['CL', 'CO']
const proofOfThousands = /\d[.,]\d{3}[.,]\d/

/** The decimal mark most amounts of the document prove, or that of its country; null where none does. */
export function decimalMarkIn(lines: Line[], country: Country | null): DecimalMark | null {
  const isWhole = country !== null && wholeCountries.includes(country)
  const votes = { ',': 0, '.': 0 }
  for (const { words } of lines)
    for (const { text } of words) {
      if (!(isWhole ? proofOfThousands : /\d/).test(text)) continue
      const mark = decimalMarkOf(text)
      if (mark) votes[mark]++
    }
  if (votes[','] !== votes['.']) return votes[','] > votes['.'] ? ',' : '.'
  if (country === null || isWhole) return null
  return pointCountries.includes(country) ? '.' : ','
}

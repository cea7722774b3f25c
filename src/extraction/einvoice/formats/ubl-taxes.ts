import type { XmlElement } from '../../../xml/xml-tree.ts'
import { added, minus } from '../sums.ts'
import { all, amount, text } from '../xml-values.ts'
import type { Dialect } from './ubl-dialect.ts'

export interface UblTaxes {
  total: number | null
  lines: UblTax[]
}

interface UblTax {
  name: string | undefined
  rate: number | null
  base: number | null
  amount: number | null
}

/** Names of taxes where only Colombia's code is given. */
const colombian = new Map([
  ['01', 'IVA'],
  ['02', 'IC'],
  ['03', 'ICA'],
  ['04', 'INC'],
  ['05', 'ReteIVA'],
  ['06', 'ReteFuente'],
  ['07', 'ReteICA'],
])
/** Peru's tax on what is given away: nobody pays it. */
const givenAway = '9996'

/**
 * The taxes in the document's own currency, one total for all of them or one a tax. In Europe, a total without the
 * taxes it is made of is the same again for the tax office.
 */
export function ublTaxes(root: XmlElement, dialect: Dialect, currency: string | null): UblTaxes {
  const own = all(root, 'TaxTotal').filter((total) => isIn(currency, total))
  const detailed = own.filter((total) => all(total, 'TaxSubtotal').length > 0)
  const totals = dialect !== 'plain' ? own : detailed.length > 0 ? detailed : own.slice(0, 1)
  const withheld = all(root, 'WithholdingTaxTotal')
  const lines = totals.flatMap((total) => linesOf(total, dialect))
  return {
    total:
      added(totals.map((total) => amount(total, 'TaxAmount'))) ?? added(lines.map((line) => line.amount)),
    lines: [
      ...lines,
      ...withheld
        .flatMap((total) => linesOf(total, dialect))
        .map((line) => ({ ...line, amount: minus(line.amount) })),
    ],
  }
}

const isIn = (currency: string | null, total: XmlElement) => {
  const stated = text(total, 'TaxAmount/@currencyID')
  return stated === null || currency === null || stated === currency
}

const linesOf = (total: XmlElement, dialect: Dialect): UblTax[] =>
  all(total, 'TaxSubtotal')
    .filter((line) => text(line, 'TaxCategory/TaxScheme/ID') !== givenAway)
    .map((line) => {
      const code = text(line, 'TaxCategory/TaxScheme/ID')
      const named = text(line, 'TaxCategory/TaxScheme/Name')
      return {
        name: named ?? (dialect === 'dian' ? colombian.get(code ?? '') : null) ?? code ?? undefined,
        rate: amount(line, 'TaxCategory/Percent', 'Percent'),
        base: amount(line, 'TaxableAmount'),
        amount: amount(line, 'TaxAmount'),
      }
    })

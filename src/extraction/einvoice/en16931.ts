import { absolute, multiply, toMicros, toNumber } from '../../invoices/money.ts'
import { linesSum, minus, type Sum } from './sums.ts'

/** The amounts of an invoice by the European standard, each null where it is not stated. */
export interface EnAmounts {
  lines: (number | null)[]
  lineTotal: number | null
  allowances: (number | null)[]
  allowanceTotal: number | null
  charges: (number | null)[]
  chargeTotal: number | null
  net: number | null
  tax: number | null
  breakdown: { base: number | null; rate: number | null; amount: number | null }[]
  gross: number | null
  paid: number | null
  rounding: number | null
  due: number | null
}

/** The standard's own arithmetic, BR-CO-10 to BR-CO-17, which knows no tolerance but for the tax of a rate. */
export function en16931Sums(amounts: EnAmounts): Sum[] {
  const { lines, lineTotal, allowances, allowanceTotal, charges, chargeTotal } = amounts
  const { net, tax, breakdown, gross, paid, rounding, due } = amounts
  return [
    exactly({ ...linesSum(lines, lineTotal), rule: 'BR-CO-10' }),
    exactly({
      name: 'allowances_sum',
      what: { es: 'Los descuentos', en: 'The allowances' },
      parts: allowances,
      whole: [allowanceTotal],
      rule: 'BR-CO-11',
      about: [],
    }),
    exactly({
      name: 'charges_sum',
      what: { es: 'Los cargos', en: 'The charges' },
      parts: charges,
      whole: [chargeTotal],
      rule: 'BR-CO-12',
      about: [],
    }),
    exactly({
      name: 'net_sum',
      what: { es: 'Líneas, descuentos y cargos', en: 'Lines, allowances and charges' },
      parts: [lineTotal, minus(allowanceTotal), chargeTotal ?? 0],
      whole: [net],
      rule: 'BR-CO-13',
      about: ['subtotal'],
    }),
    exactly({
      name: 'taxes_sum',
      what: { es: 'Los impuestos de cada tasa', en: 'The taxes of each rate' },
      parts: breakdown.map((line) => line.amount),
      whole: [tax],
      rule: 'BR-CO-14',
      about: ['tax', 'taxes'],
    }),
    exactly({
      name: 'totals_sum',
      what: { es: 'Subtotal e impuestos', en: 'Subtotal and tax' },
      parts: [net, tax ?? 0],
      whole: [gross],
      rule: 'BR-CO-15',
      about: ['subtotal', 'tax', 'total'],
    }),
    exactly({
      name: 'due_sum',
      what: { es: 'Total, anticipos y redondeo', en: 'Total, prepayments and rounding' },
      parts: [gross, minus(paid), rounding ?? 0],
      whole: [due],
      rule: 'BR-CO-16',
      about: ['total'],
    }),
    ...rateSums(breakdown),
  ]
}

const exactly = (sum: Omit<Sum, 'tolerance'>): Sum => ({ ...sum, tolerance: 'none' })

/** Base times rate, as a check of the worst line: the standard lets it be off by less than a whole unit. */
function rateSums(breakdown: EnAmounts['breakdown']): Sum[] {
  const lines = breakdown.flatMap(({ base, rate, amount }) =>
    base === null || rate === null || amount === null
      ? []
      : [{ expected: toNumber(multiply(toMicros(base), toMicros(rate)) / 100n), amount }],
  )
  const off = ({ expected, amount }: (typeof lines)[number]) =>
    absolute(toMicros(expected) - toMicros(amount))
  const worst = lines.toSorted((a, b) => Number(off(b) - off(a)))[0]
  if (!worst) return []
  return [
    {
      name: 'tax_rates',
      what: { es: 'Base y tasa de cada impuesto', en: 'Base and rate of each tax' },
      parts: [worst.expected],
      whole: [worst.amount],
      rule: 'BR-CO-17',
      tolerance: 'unit',
      about: ['taxes'],
    },
  ]
}

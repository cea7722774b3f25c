import type { InvoiceData } from '../../invoices/invoice-data.ts'
import {
  absolute,
  type Micros,
  multiply,
  roundingUnit,
  sumOf,
  toMicros,
  toNumber,
  within,
} from '../../invoices/money.ts'
import type { Findings } from '../found.ts'
import type { Span } from '../text-lines.ts'
import type { AmountsByLine } from './amount.ts'
import { printedName, taxName } from './amount-labels.ts'
import { softPlain } from './amount-spots.ts'
import type { Reading } from './reading.ts'
import type { TaxRow } from './tax-rows.ts'
import { withheldName } from './withheld-name.ts'

interface Tax {
  line: InvoiceData['taxes'][number]
  span: Span
}

/** The taxes that make up the tax, each with what the page says of it, and what is withheld as a negative one. */
export function taxesOf(reading: Reading, rows: TaxRow[], amounts: AmountsByLine): Findings {
  const { tax } = reading
  const added = tax ? (breakdownOf(rows, tax.micros) ?? namedOf(reading, amounts)) : []
  const taxes = [...added, ...withheldOf(reading, amounts)]
  if (taxes.length === 0) return {}
  const value = taxes.map(({ line }) => line)
  return { taxes: { value, confidence: 0.9, spans: taxes.map(({ span }) => span) } }
}

/** Rows of rates and bases, where they come to the tax. */
function breakdownOf(rows: TaxRow[], tax: Micros): Tax[] | null {
  const added = rows.filter(({ isWithheld }) => !isWithheld)
  const known = new Map(added.map((row) => [`${row.name} ${row.rate} ${row.amount.micros}`, row]))
  const breakdown = [...known.values()]
  if (breakdown.length === 0 || sumOf(breakdown.map(({ amount }) => amount.micros)) !== tax) return null
  return breakdown.map(({ name, rate, base, amount }) => ({
    line: {
      name: name ?? 'TAX',
      rate: toNumber(rate),
      base: toNumber(base.micros),
      amount: toNumber(amount.micros),
    },
    span: amount.span,
  }))
}

/** "IVA 21% 91,54": a tax by its name. */
function namedOf({ tax, subtotal }: Reading, amounts: AmountsByLine): Tax[] {
  const taxes = tax!.spans.flatMap((span): Tax[] => {
    const amount = (amounts.get(span.line) ?? []).find((other) => other.span === span)
    const name = taxName.exec(softPlain(span.line))
    if (!amount || !name) return []
    const { micros } = amount
    const line = {
      name: printedName(name[0]),
      ...rateAt(span, micros, subtotal, amounts),
      amount: toNumber(micros),
    }
    return [{ line, span }]
  })
  // Parts of a tax are no breakdown of it.
  return taxes.length === tax!.spans.length ? taxes : []
}

const withheldOf = ({ bundle, subtotal }: Reading, amounts: AmountsByLine): Tax[] =>
  (bundle?.extras ?? [])
    .filter(({ role }) => role === 'withheld')
    .map(({ micros, claim: { spans } }) => {
      const [span, money] = [spans[0]!, absolute(micros)]
      const name = withheldName(softPlain(span.line))
      return { line: { name, ...rateAt(span, money, subtotal, amounts), amount: -toNumber(money) }, span }
    })

const hundredth = toMicros('0.01')

/** The rate on the line of a tax, and the subtotal as its base where that makes it. */
function rateAt(span: Span, micros: Micros, subtotal: Reading['subtotal'], amounts: AmountsByLine) {
  const rate = (amounts.get(span.line) ?? []).find(({ isPercent }) => isPercent)
  const isOfAll =
    rate &&
    subtotal &&
    within(multiply(subtotal.micros, multiply(rate.micros, hundredth)), micros, 2n * roundingUnit(null))
  return {
    rate: rate ? toNumber(rate.micros) : null,
    base: isOfAll ? toNumber(subtotal.micros) : null,
  }
}

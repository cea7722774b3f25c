import type { Check } from '../../invoices/checks.ts'
import type { FieldName } from '../../invoices/invoice-data.ts'
import { type Micros, roundingUnit, sumOf, toMicros, toNumber, within } from '../../invoices/money.ts'
import type { Text } from '../../language.ts'

/** What a document says about its own amounts: these parts make that whole. */
export interface Sum {
  name: string
  /** Who is added up, as the subject of a sentence. */
  what: Text
  parts: (number | null)[]
  /** What is said to come out; of several, each would be right. */
  whole: (number | null)[]
  /** The name of the rule, for who looks it up. */
  rule?: string
  /** Whether it must close to the cent, may drift by a rounding a part, or be off by less than a whole unit. */
  tolerance: 'none' | 'drift' | 'unit'
  about: FieldName[]
}

/** A sum of many rounded parts drifts by a cent a part; beyond this many cents it is a mistake. */
const mostRoundings = 10
const half: Micros = 5_000n
const unit: Micros = 999_999n

/** The sums whose amounts are all stated, as checks. */
export const checkSums = (sums: Sum[], currency: string | null): Check[] =>
  sums.map((sum) => checkSum(sum, currency)).filter((check) => check !== null)

function checkSum({ name, what, parts, whole, rule, tolerance, about }: Sum, currency: string | null) {
  const wholes = whole.filter((amount) => amount !== null)
  if (parts.length === 0 || parts.includes(null) || wholes.length === 0) return null
  const sum = sumOf(parts.map((part) => toMicros(part!)))
  const drift = BigInt(Math.min(parts.length, mostRoundings)) * roundingUnit(currency)
  const allowed = { none: half, drift, unit }[tolerance]
  const ok = wholes.some((amount) => within(sum, toMicros(amount), allowed))
  return { name, ok, message: messageOf(ok, what, toNumber(sum), wholes[0]!, rule), about }
}

function messageOf(ok: boolean, what: Text, sum: number, whole: number, rule?: string): Text {
  const source = rule ? ` (${rule})` : ''
  return ok
    ? {
        es: `${what.es} suman lo que dice la factura electrónica${source}.`,
        en: `${what.en} add up to what the e-invoice says${source}.`,
      }
    : {
        es: `${what.es} suman ${sum} y la factura electrónica dice ${whole}${source}.`,
        en: `${what.en} add up to ${sum} and the e-invoice says ${whole}${source}.`,
      }
}

/** The lines make a total of their own; lines without an amount leave it open. */
export const linesSum = (lines: (number | null)[], ...whole: (number | null)[]): Sum => ({
  name: 'lines_sum',
  what: { es: 'Las líneas', en: 'The lines' },
  parts: lines,
  whole,
  tolerance: 'drift',
  about: ['products', 'subtotal', 'total'],
})

/** Subtotal, taxes and whatever else the format adds or takes away make the total. */
export const totalsSum = (parts: (number | null)[], ...whole: (number | null)[]): Sum => ({
  name: 'totals_sum',
  what: { es: 'Los importes', en: 'The amounts' },
  parts,
  whole,
  tolerance: 'drift',
  about: ['subtotal', 'tax', 'total', 'taxes'],
})

/** The sum of the stated ones among them; null when none is. */
export function added(amounts: (number | null)[]): number | null {
  const stated = amounts.filter((amount) => amount !== null)
  return stated.length === 0 ? null : toNumber(sumOf(stated.map(toMicros)))
}

/** An amount that takes away; what is not stated takes nothing. */
export const minus = (amount: number | null): number => -(amount ?? 0) || 0

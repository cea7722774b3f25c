import { sumOf } from '../../invoices/money.ts'
import type { Span } from '../text-lines.ts'
import { taxName } from './amount-labels.ts'
import { softPlain } from './amount-spots.ts'
import { best, type Claim } from './claims.ts'

const mostTaxes = 5

/** Several taxes that are each named and never summed: two or more of them together. */
export function taxSums(claims: Claim[]): Claim[] {
  const named = best(claims)
  const single = [...named, ...twinsOf(named, claims)]
    .filter(({ micros }) => micros !== 0n)
    .slice(0, mostTaxes)
  const sums: Claim[] = []
  for (let choice = 0; choice < 1 << single.length; choice++) {
    const chosen = single.filter((_, i) => choice & (1 << i))
    if (chosen.length < 2) continue
    const score = Math.min(...chosen.map((one) => one.score)) - 0.5 * chosen.length
    sums.push(together(chosen, score))
  }
  return [...sums, ...sumOfRates(named)]
}

/** "CGST 9% 72.00" and "SGST 9% 72.00": the same amount under another name is another tax. */
const twinsOf = (named: Claim[], claims: Claim[]): Claim[] =>
  named.flatMap((one) => {
    const name = nameOf(one)
    const twin = claims.find(
      (other) =>
        other.micros === one.micros &&
        lineOf(other) !== lineOf(one) &&
        ![name, undefined].includes(nameOf(other)),
    )
    return (name && twin) || []
  })

const rateIn = /(?<![\d.,])\d{1,2}(?:[.,]\d{1,2})? ?%/

/** "IVA 22% 44,18" and "IVA 10% 7,27": taxes at several rates, or of several names, are the tax together. */
function sumOfRates(named: Claim[]): Claim[] {
  const byTax = new Map<string, Claim>()
  for (const one of named) {
    const rate = rateIn.exec(softPlain(lineOf(one)))?.[0]
    const name = nameOf(one)
    const isNew = [...byTax.values()].every((other) => lineOf(other) !== lineOf(one))
    if (rate && name && isNew && one.micros > 0n && !byTax.has(`${name} ${rate}`))
      byTax.set(`${name} ${rate}`, one)
  }
  const taxes = [...byTax.values()]
  return taxes.length < 2 ? [] : [together(taxes, Math.max(...taxes.map((one) => one.score)) + 0.3)]
}

const together = (taxes: Claim[], score: number): Claim => ({
  micros: sumOf(taxes.map(({ micros }) => micros)),
  spans: taxes.flatMap(({ spans }) => spans).toSorted(inOrder),
  score,
})

const inOrder = ({ line: a }: Span, { line: b }: Span) => a.page - b.page || a.box[1] - b.box[1]

const lineOf = ({ spans }: Claim) => spans[0]!.line
const nameOf = (claim: Claim) => taxName.exec(softPlain(lineOf(claim)))?.[0]

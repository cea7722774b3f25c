import { type Micros, sumOf } from '../../invoices/money.ts'
import { taxName } from './amount-labels.ts'
import { softPlain } from './amount-spots.ts'
import { best, type Claim, type Claims } from './claims.ts'
import type { Evidence } from './evidence.ts'
import type { Reading } from './reading.ts'
import { type Witnesses, weigh } from './weigh.ts'

/** The amounts of a document, chosen together so that its sums become true: one reading for each total, the best first. */
export function readingsOf({ claims, witnesses }: Evidence): Reading[] {
  const named = best(claims.total)
  const guessed = guesses(claims, witnesses, named)
  const subtotals = [...subtotalsOf(claims, witnesses, [...named, ...guessed]), null]
  const taxes = [...best([...claims.tax, ...sumsOf(claims.tax), ...sumOfRates(claims.tax)]), null]
  const totals = [
    ...named.map((total) => ({ total, isGuess: false })),
    ...guessed.map((total) => ({ total, isGuess: true })),
  ]
  const readings = totals.flatMap(({ total, isGuess }): Reading[] => {
    let top: Reading | null = null
    for (const subtotal of subtotals)
      for (const tax of taxes) {
        const reading = { ...weigh(total, subtotal, tax, witnesses), isGuess }
        if (isGuess && reading.proofs.size === 0) continue
        // A row of a tax table adds up by itself: that makes it no total.
        if (isGuess && reading.proofs.has('gross')) reading.score -= 4
        if (!top || reading.score > top.score) top = reading
      }
    return top ? [top] : []
  })
  return readings.sort((a, b) => b.score - a.score)
}

/** What is called a subtotal, and what no label names but is exactly the total less the tax. */
function subtotalsOf(claims: Claims, { unnamed }: Witnesses, totals: Claim[]): Claim[] {
  const taxes = best(claims.tax).filter(({ micros }) => micros !== 0n)
  const wanted = new Set(totals.flatMap((total) => taxes.map((tax) => total.micros - tax.micros)))
  const fitting = unnamed.filter(({ micros }) => micros > 0n && wanted.has(micros))
  return best([...claims.subtotal, ...fitting.map((claim) => ({ ...claim, score: 0.5 }))])
}

const mostTaxes = 5

/** Several taxes that are each named and never summed: two or more of them together. */
function sumsOf(claims: Claim[]): Claim[] {
  const named = best(claims)
  const single = [...named, ...otherHalves(named, claims)]
    .filter(({ micros }) => micros !== 0n)
    .slice(0, mostTaxes)
  const sums: Claim[] = []
  for (let choice = 0; choice < 1 << single.length; choice++) {
    const chosen = single.filter((_, i) => choice & (1 << i))
    if (chosen.length < 2) continue
    sums.push({
      micros: sumOf(chosen.map(({ micros }) => micros)),
      spans: chosen.flatMap(({ spans }) => spans),
      score: Math.min(...chosen.map(({ score }) => score)) - 0.5 * chosen.length,
    })
  }
  return sums
}

const rateIn = /(?<![\d.,])\d{1,2}(?:[.,]\d{1,2})? ?%/

/** "IVA 22% 44,18" and "IVA 10% 7,27": taxes at several rates, or of several names, are the tax together. */
function sumOfRates(claims: Claim[]): Claim[] {
  const byTax = new Map<string, Claim>()
  for (const one of best(claims)) {
    const plain = softPlain(one.spans[0]!.line)
    const rate = rateIn.exec(plain)?.[0]
    const name = taxName.exec(plain)?.[0]
    const isNew = [...byTax.values()].every(({ spans }) => spans[0]!.line !== one.spans[0]!.line)
    if (rate && name && isNew && one.micros > 0n && !byTax.has(`${name} ${rate}`))
      byTax.set(`${name} ${rate}`, one)
  }
  const taxes = [...byTax.values()]
  if (taxes.length < 2) return []
  const micros = sumOf(taxes.map((one) => one.micros))
  const score = Math.max(...taxes.map((one) => one.score))
  return [{ micros, spans: taxes.flatMap(({ spans }) => spans), score: score + 0.3 }]
}

const half = /(?<![a-z])(?:c|s|ut)gst(?![a-z])/
const halfOf = ({ spans: [span] }: Claim) => half.exec(softPlain(span!.line))?.[0]

/** India's tax comes in two equal halves, one for the union and one for the state. */
const otherHalves = (chosen: Claim[], claims: Claim[]): Claim[] =>
  chosen.flatMap((one) => {
    const name = halfOf(one)
    const isOther = (other: Claim) =>
      other.micros === one.micros && ![name, undefined].includes(halfOf(other))
    return (name && claims.find(isOther)) || []
  })

const mostGuesses = 8

/** Totals that no label names: what was paid, and what is printed where a sum wants it. */
function guesses(
  claims: Claims,
  { unnamed, gross, handedOver, itemSums }: Witnesses,
  named: Claim[],
): Claim[] {
  const taxes = best(claims.tax).slice(0, 4)
  const sums = new Set<Micros>(
    best(claims.subtotal)
      .slice(0, 4)
      .flatMap((subtotal) => taxes.map((tax) => subtotal.micros + tax.micros)),
  )
  const wanted = unnamed.filter(({ micros }) =>
    [gross, handedOver, sums, itemSums].some((amounts) => amounts.has(micros)),
  )
  return best([...claims.paid, ...wanted.toReversed()])
    .filter(({ micros }) => micros > 0n && named.every((claim) => claim.micros !== micros))
    .slice(0, mostGuesses)
    .map((claim) => ({ ...claim, score: Math.min(1, claim.score / 2) - 2 }))
}

import type { Micros } from '../../invoices/money.ts'
import { best, type Claim, type Claims } from './claims.ts'
import type { Evidence } from './evidence.ts'
import type { Reading } from './reading.ts'
import { taxSums } from './tax-sums.ts'
import { type Witnesses, weigh } from './weigh.ts'

/** The amounts of a document, chosen together so that its sums become true: one reading for each total, the best first. */
export function readingsOf({ claims, witnesses }: Evidence): Reading[] {
  const named = best(claims.total)
  const guessed = guesses(claims, witnesses, named)
  const added = best([...claims.tax, ...taxSums(claims.tax)])
  const subtotals = [...subtotalsOf(claims, witnesses, [...named, ...guessed], added), null]
  const taxes = [...added, null]
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

/** What is called a subtotal, and what is called no more than an amount but is exactly the total less the tax. */
function subtotalsOf(claims: Claims, { unnamed }: Witnesses, totals: Claim[], taxes: Claim[]): Claim[] {
  const wanted = new Set(
    totals.flatMap((total) =>
      taxes.filter(({ micros }) => micros !== 0n).map((tax) => total.micros - tax.micros),
    ),
  )
  const fitting = [...unnamed, ...claims.total].filter(({ micros }) => micros > 0n && wanted.has(micros))
  return best([...claims.subtotal, ...fitting.map((claim) => ({ ...claim, score: 0.5 }))])
}

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

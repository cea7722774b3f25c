import { absolute, type Micros, roundingUnit, sumOf } from '../../invoices/money.ts'
import { best, type Claim, type Claims } from './claims.ts'

/** What may stand between subtotal with taxes and total, as it changes the sum. */
interface Extra {
  role: 'withheld' | 'charge' | 'discount' | 'rounding'
  micros: Micros
  claim: Claim
}

/** A choice of extras and what they come to together. */
export interface Bundle {
  extras: Extra[]
  sum: Micros
}

/** Finds the extras that come to an amount, within a cent. */
export type FindBundle = (sum: Micros) => Bundle | null

const ofEach = 2
const cent = roundingUnit(null)

/** Every choice of the extras that the page names, by what it comes to: the simplest choice counts. */
export function bundlesOf(claims: Claims): FindBundle {
  const bundles: Bundle[] = [{ extras: [], sum: 0n }]
  for (const extra of extrasOf(claims))
    for (const { extras } of [...bundles])
      if (extras.every(({ claim }) => claim !== extra.claim)) bundles.push(bundleOf([...extras, extra]))
  const bySum = new Map<Micros, Bundle>()
  for (const bundle of bundles.toSorted((a, b) => a.extras.length - b.extras.length))
    if (!bySum.has(bundle.sum)) bySum.set(bundle.sum, bundle)
  return (sum) => bySum.get(sum) ?? bySum.get(sum - cent) ?? bySum.get(sum + cent) ?? null
}

function extrasOf(claims: Claims): Extra[] {
  const of = (role: Extra['role'], signed: (micros: Micros) => Micros, count = ofEach) =>
    best(claims[role])
      .filter(({ micros }) => micros !== 0n)
      .slice(0, count)
      .map((claim) => ({ role, micros: signed(claim.micros), claim }))
  const minus = (micros: Micros) => -absolute(micros)
  const rounding = of('rounding', (micros) => micros, 1)
  return [
    ...of('withheld', minus),
    ...of('charge', (micros) => micros),
    ...of('discount', minus),
    ...rounding,
    // Nothing is lost in a scan as easily as a minus.
    ...rounding.map((extra) => ({ ...extra, micros: -extra.micros })),
  ]
}

const bundleOf = (extras: Extra[]): Bundle => ({ extras, sum: sumOf(extras.map(({ micros }) => micros)) })

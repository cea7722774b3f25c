import { absolute, type Micros, roundingUnit, within } from '../../invoices/money.ts'
import { type Claim, heightOf } from './claims.ts'
import type { Bundle, FindBundle } from './extras.ts'
import type { Proof, Reading } from './reading.ts'

/** What else the page says about amounts: which ones it proves without any label. */
export interface Witnesses {
  bundles: FindBundle
  /** Amounts that nothing names, where a charge without a known name may be. */
  unnamed: Claim[]
  /** Cash less change, amounts paid by card, columns of things, gross sums of tax tables, amounts printed again. */
  handedOver: Set<Micros>
  /** Totals with their rounding. */
  rounded: Set<Micros>
  paid: Set<Micros>
  itemSums: Set<Micros>
  gross: Set<Micros>
  /** Taxes that a rate and a base prove. */
  provenTaxes: Set<Micros>
}

const cent = roundingUnit(null)
const none: Bundle = { extras: [], sum: 0n }

/** How well three amounts fit each other and the page; sums that close speak louder than any label. */
export function weigh(
  total: Claim,
  subtotal: Claim | null,
  tax: Claim | null,
  witnesses: Witnesses,
): Omit<Reading, 'isGuess'> {
  const fit = fitOf(total, subtotal, tax, witnesses)
  const proofs = new Set<Proof>(fit.proof ? [fit.proof] : [])
  let score = total.score + 0.4 * size(total.micros) + fit.score
  const add = (proof: Proof, weight: number) => {
    proofs.add(proof)
    score += weight
  }
  const { micros } = total
  // What is left of a paid invoice is nothing, and nothing is what anything may add up to.
  if (micros === 0n) return { total, subtotal, tax, bundle: fit.bundle, proofs, score: score - 3 }
  const isPaid = witnesses.handedOver.has(micros) || witnesses.paid.has(micros)
  if (witnesses.handedOver.has(micros)) add('handed over', 2.5)
  if (witnesses.rounded.has(micros)) add('rounded', 3.5)
  if (witnesses.paid.has(micros)) add('paid', 1.2)
  if (witnesses.gross.has(micros)) add('gross', 2)
  if (witnesses.itemSums.has(micros)) add('items', 2)
  else if (subtotal && witnesses.itemSums.has(subtotal.micros)) add('items', 1.5)
  else if (fit.bundle && isPaid && witnesses.itemSums.has(micros - fit.bundle.sum)) add('items', 2)
  return { total, subtotal, tax, bundle: fit.bundle, proofs, score }
}

interface Fit {
  score: number
  bundle: Bundle | null
  proof: Proof | null
}

const unfit: Fit = { score: -6, bundle: null, proof: null }

function fitOf(total: Claim, subtotal: Claim | null, tax: Claim | null, witnesses: Witnesses): Fit {
  if (subtotal && tax) return fitOfBoth(total, subtotal, tax, witnesses)
  if (subtotal) return fitOfSubtotal(total, subtotal, witnesses)
  if (tax) return fitOfTax(total, tax, witnesses)
  return { score: 0, bundle: none, proof: null }
}

function fitOfBoth(total: Claim, subtotal: Claim, tax: Claim, witnesses: Witnesses): Fit {
  const said = (subtotal.score + tax.score) / 2
  if (!isPart(tax, subtotal, 2n)) return unfit
  // Noughts in the boxes of a form add up to nothing.
  if (total.micros === 0n && subtotal.micros === 0n) return unfit
  const rest = total.micros - subtotal.micros - tax.micros
  const bundle = witnesses.bundles(rest)
  // Zero closes every sum in which a subtotal equals its total, and proves little.
  if (bundle && tax.micros === 0n)
    return { score: 2 + said + bonus(bundle), bundle, proof: 'sum with zero tax' }
  // A row of a tax table adds up whether it is the whole or one rate's part.
  if (bundle && isOneLine(total, subtotal, tax))
    return { score: 5.5 + said + bonus(bundle), bundle, proof: 'sum in a row' }
  if (bundle) return { score: 6 + said + bonus(bundle), bundle, proof: 'sum' }
  const inside = isPart(tax, total, 3n) ? witnesses.bundles(total.micros - subtotal.micros) : null
  const proven = witnesses.provenTaxes.has(tax.micros) ? 1 : 0
  if (inside)
    return { score: 1 + proven + 0.35 * (subtotal.score + tax.score), bundle: inside, proof: 'tax inside' }
  if (between(subtotal, total, rest, witnesses.unnamed))
    return { score: 2.5 + said, bundle: null, proof: 'sum with unnamed' }
  return unfit
}

function fitOfSubtotal(total: Claim, subtotal: Claim, witnesses: Witnesses): Fit {
  if (within(total.micros, subtotal.micros, cent)) return { score: 1, bundle: none, proof: 'same' }
  const rest = total.micros - subtotal.micros
  const bundle = witnesses.bundles(rest)
  if (bundle) return { score: 2 + subtotal.score / 2 + bonus(bundle), bundle, proof: 'sum without tax' }
  if (between(subtotal, total, rest, witnesses.unnamed))
    return { score: 1 + subtotal.score / 4, bundle: null, proof: 'sum with unnamed' }
  return { ...unfit, score: subtotal.micros !== 0n && isPart(subtotal, total, 1n) ? 0.3 : -3 }
}

function fitOfTax(total: Claim, tax: Claim, { provenTaxes }: Witnesses): Fit {
  if (!isPart(tax, total, 3n)) return { ...unfit, score: -3 }
  return { score: provenTaxes.has(tax.micros) ? 1 : 0.3, bundle: none, proof: null }
}

/** A total after cash rounding, and one from which taxes are withheld, is the one that is paid. */
const bonus = ({ extras }: Bundle) => {
  if (extras.some(({ role }) => role === 'rounding')) return 1.5
  const withheld = extras.filter(({ role }) => role === 'withheld').length
  return (withheld > 0 ? 0.6 : 0) - 0.4 * (extras.length - withheld)
}

const isPart = (part: Claim, whole: Claim, times: bigint) =>
  absolute(part.micros) * times <= absolute(whole.micros)

const isOneLine = (...claims: Claim[]) =>
  new Set(claims.flatMap(({ spans }) => spans.map(({ line }) => line))).size === 1

/** A charge under an unknown name stands between subtotal and total. */
function between(subtotal: Claim, total: Claim, rest: Micros, unnamed: Claim[]): boolean {
  const [from, to] = [heightOf(subtotal), heightOf(total)]
  return unnamed.some((claim) => {
    const at = heightOf(claim)
    return claim.micros === rest && rest > 0n && at > from && at < to
  })
}

/** Of two equally labelled totals the larger holds the other. */
const size = (micros: Micros) => Math.min(1, Math.log10(Number(absolute(micros)) / 1e6 + 1) / 10)

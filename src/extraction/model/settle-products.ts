import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { roundingUnit, sumOf, toMicros, within } from '../../invoices/money.ts'
import { type Findings, type Found, isExact } from '../found.ts'
import type { Credit } from './credit.ts'

type Products = Found<InvoiceData['products']>

const byTheirSum = 0.88
const alone = 0.5
/** A sum of many rounded lines drifts. */
const mostRoundings = 10

/** Lines are judged by what they add up to; a model's must stand on the page, every one of them. */
export function settleProducts(known: Findings, said: Findings, credit: Credit): Products | undefined {
  const [ours, theirs] = [known.products, said.products]
  if (!theirs?.spans.length || (ours && (isExact(ours.source) || addsUp(ours, known)))) return ours
  if (addsUp(theirs, known)) return { ...theirs, confidence: byTheirSum }
  if (ours || credit !== 'tried' || known.subtotal || known.total) return ours
  return { ...theirs, confidence: alone }
}

function addsUp({ value }: Products, { subtotal, total }: Findings): boolean {
  const prices = value.map(({ total_price }) => total_price)
  if (prices.includes(null)) return false
  const sum = sumOf(prices.map((price) => toMicros(price!)))
  const tolerance = roundingUnit(null) * BigInt(Math.min(mostRoundings, value.length))
  return [subtotal, total].some(
    (found) => found && !found.isUnproven && within(sum, toMicros(found.value), tolerance),
  )
}

import { multiply, roundingUnit, toMicros, within } from '../../../invoices/money.ts'

interface Price {
  price: number | null
  /** How many units the price is for. */
  per: number | null
  quantity: number | null
  total: number | null
}

/** A price for one unit; some programs put the line's own quantity beside a price that is for one already. */
export function pricePerUnit({ price, per, quantity, total }: Price): number | null {
  if (price === null || per === null || per === 1) return price
  if (per <= 0 || (quantity !== null && total !== null && isTotal(price, quantity, total))) return price
  return Number((price / per).toFixed(6))
}

const isTotal = (price: number, quantity: number, total: number) =>
  within(multiply(toMicros(price), toMicros(quantity)), toMicros(total), roundingUnit(null))

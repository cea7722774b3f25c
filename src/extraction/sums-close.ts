import { roundingUnit, sumOf, toMicros, within } from '../invoices/money.ts'
import type { Findings } from './found.ts'

/** Whether subtotal and tax, with or without what is withheld, make the total; unknown ones make nothing. */
export function sumsClose({ subtotal, tax, total, taxes, currency }: Findings): boolean {
  if (!subtotal || !tax || !total) return false
  const sum = toMicros(subtotal.value) + toMicros(tax.value)
  const withheld = sumOf((taxes?.value ?? []).map(({ amount }) => toMicros(Math.min(0, amount ?? 0))))
  const unit = roundingUnit(currency?.value ?? null)
  return [sum, sum + withheld].some((expected) => within(expected, toMicros(total.value), unit))
}

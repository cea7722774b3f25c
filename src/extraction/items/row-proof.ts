import { multiply, roundingUnit, toMicros, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
import { factorsOf } from './factors.ts'
import type { Heading } from './item-header.ts'
import type { ItemList } from './item-lists.ts'
import type { Row } from './listed.ts'

const hundredth = toMicros('0.01')

/** A row proves its price by quantity times unit price, or by the tax that its rate makes of it. */
function isProven(price: Amount, { amounts }: Row, headings: Heading[]): boolean {
  if (factorsOf(price, amounts, headings)) return true
  const rates = amounts.filter(({ isPercent }) => isPercent)
  const others = amounts.filter((amount) => amount !== price && !amount.isPercent && amount.isMoney)
  return rates.some((rate) => {
    const tax = multiply(price.micros, multiply(rate.micros, hundredth))
    return others.some(({ micros }) => within(micros, tax, roundingUnit(null)))
  })
}

/** Which part of a list's rows prove their prices. */
export const provenShare = ({ priced, headings }: ItemList): number =>
  priced.filter(({ row, price }) => isProven(price, row, headings)).length / priced.length

import { type Micros, roundingUnit, sumOf, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
import { textOf } from '../text-lines.ts'
import type { ItemList } from './item-lists.ts'

const cent = roundingUnit(null)

/** A list whose sum becomes true when prices without a decimal mark get back the one that was lost: "€132020" was "€13202.0". */
export function restoreMarks(list: ItemList, targets: Micros[]): ItemList | null {
  if (!list.priced.some(({ price }) => hasLostMark(price))) return null
  for (const decimals of [1, 2]) {
    const priced = list.priced.map(({ row, price }) => {
      const whole = restored(price, decimals)
      const others = row.amounts.filter((amount) => amount !== price)
      // Quantity and unit price may have kept theirs: their product tells which.
      const either = others.filter(hasLostMark).map((amount) => restored(amount, decimals))
      return { row: { ...row, amounts: [...others, ...either, whole] }, price: whole }
    })
    const sum = sumOf(priced.map(({ price }) => price.micros))
    if (targets.some((target) => target !== 0n && within(sum, target, cent))) return { ...list, priced, sum }
  }
  return null
}

const hasLostMark = ({ span, isPercent, decimals }: Amount) =>
  span.line.source === 'ocr' && !isPercent && decimals === 0 && !/\d\D+\d/.test(textOf(span))

const restored = (amount: Amount, decimals: number): Amount =>
  hasLostMark(amount)
    ? { ...amount, micros: amount.micros / 10n ** BigInt(decimals), decimals, isMended: true }
    : amount

import { type Micros, multiply, roundingUnit, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
import { headedFactors } from './factors.ts'
import type { Heading } from './item-header.ts'
import type { ItemList } from './item-lists.ts'
import type { Row } from './listed.ts'

const mostMended = 3
const cent = roundingUnit(null)

/** A list whose sum becomes true when prices that were misread or lost are what quantity and unit price make. */
export function mendList(list: ItemList, targets: Micros[]): ItemList | null {
  const { headings, priced, unpriced } = list
  const lines = [...priced, ...unpriced.map((row) => ({ row, price: null }))].map(({ row, price }) => ({
    row,
    price,
    product: productOf(row, price, headings),
  }))
  const doubtful = lines.filter(
    ({ price, product }) => product && !(price && within(product.micros, price.micros, cent)),
  )
  const proven = lines.filter(({ product }) => product).length - doubtful.length
  if (doubtful.length === 0 || doubtful.length > mostMended || proven < doubtful.length) return null
  for (let choice = 1; choice < 1 << doubtful.length; choice++) {
    const chosen = new Set(doubtful.filter((_, i) => choice & (1 << i)))
    const mended = lines.flatMap((line) => {
      const price = chosen.has(line) ? line.product : line.price
      return price ? [{ row: line.row, price }] : []
    })
    const sum = mended.reduce((total, { price }) => total + price.micros, 0n)
    if (targets.some((target) => within(sum, target, cent)))
      return { ...list, priced: inOrder(mended), unpriced: [], sum }
  }
  return null
}

const inOrder = (priced: ItemList['priced']) =>
  priced.toSorted((a, b) => a.row.line.page - b.row.line.page || a.row.line.box[1] - b.row.line.box[1])

/** What the columns of quantities and prices make together, standing where the price does or should. */
function productOf({ amounts }: Row, price: Amount | null, headings: Heading[]): Amount | null {
  const pair = headedFactors(price, amounts, headings)
  if (!pair) return null
  return {
    ...(price ?? pair.price),
    micros: multiply(pair.quantity.micros, pair.price.micros),
    isMended: true,
  }
}

import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { absolute, type Micros, roundingUnit, toMicros, toNumber, within } from '../../invoices/money.ts'
import type { Amount } from '../amounts/amount.ts'
import type { Found } from '../found.ts'
import { textOf } from '../text-lines.ts'
import { countedUnder, factorsOf, headedFactors } from './factors.ts'
import type { Heading } from './item-header.ts'
import type { ItemList, ItemLists } from './item-lists.ts'
import { nameOf } from './item-name.ts'
import type { Row } from './listed.ts'
import { mendList } from './mend-list.ts'
import { restoreMarks } from './restore-marks.ts'
import { provenShare } from './row-proof.ts'

type Product = InvoiceData['products'][number]

/** Sums that things may add up to: the subtotal and the total as found, and whatever else is called so. */
export interface Targets {
  found: Micros[]
  named: Micros[]
}

/** Bought things, where they add up to what the document says or prove each other's prices; otherwise none. */
export function findItems({ headed, unheaded }: ItemLists, targets: Targets): Found<Product[]> | null {
  const whole = { ...targets, named: [] }
  const list = matched(headed, whole)
  if (list && list.priced.length > 1) return foundList(list, 0.9)
  const either = matched([...headed, ...unheaded], targets)
  // What only comes to a sum on the way may be no list at all.
  const isPart = either && targets.found.length > 0 && targetOf(either, whole) === null
  if (either) return foundList(either, isPart || isField(either) ? 0.6 : isHeaded(either) ? 0.9 : 0.8)
  for (const doubtful of headed) {
    const mended = mendList(doubtful, targets.found) ?? restoreMarks(doubtful, targets.found)
    if (mended) return foundList(mended, 0.7)
  }
  const probable = likely([...headed, ...unheaded], targets.found)
  return probable && foundList(probable, 0.5)
}

const cent = roundingUnit(null)
/** On a form that has no list, a field on the line of the total looks like a list of one: it has a colon or a date. */
const isField = ({ headings, priced: [first, second] }: ItemList) => {
  if (headings.length > 0 || second || first!.row.line.source !== 'text') return false
  return /:(?: |$)|\d[-/.]\d{1,2}[-/.]\d/.test(
    textOf({ line: first!.row.line, from: 0, to: first!.price.span.from }),
  )
}
const isHeaded = ({ headings }: ItemList) => headings.length > 0

function matched(lists: ItemList[], targets: Targets): ItemList | null {
  let best: { list: ItemList; score: number } | null = null
  for (const list of lists) {
    const target = targetOf(list, targets)
    if (target === null) continue
    const score = target + plausibility(list)
    if (!best || score > best.score) best = { list, score }
  }
  return best?.list ?? null
}

/** How good a sum the list meets, if it meets one: a line or two without headings must stand above the first. */
function targetOf(list: ItemList, { found, named }: Targets): number | null {
  const isMet = (target: Micros) => target !== 0n && within(absolute(list.sum), absolute(target), 2n * cent)
  const isClear = isHeaded(list) || list.priced.length >= clear
  if (found.some(isMet) && (isClear || list.isFirst)) return 3
  return isClear && named.some(isMet) ? 0 : null
}

const clear = 3

/** Lines under headings, of several things, whose quantities and prices prove each other. */
function plausibility(list: ItemList): number {
  const things = list.priced.filter(({ price }) => price.micros !== 0n).length
  const idle = list.priced.length - things
  return (isHeaded(list) ? 2 : 0) + Math.min(8, things) * 0.15 - idle * 0.1 + provenShare(list)
}

/** Without a sum that is met: rows that prove themselves, or miss the sum by no more than a misread digit would. */
function likely(lists: ItemList[], found: Micros[]): ItemList | null {
  let best: { list: ItemList; score: number } | null = null
  for (const list of lists) {
    const things = list.priced.length
    if (things < 2) continue
    const share = isHeaded(list) ? provenShare(list) : 0
    // A total with taxes that are nowhere printed is met by no list.
    const isWhole = share === 1 && things >= clear
    if (found.length > 0 && !isWhole && !found.some((target) => isNear(list.sum, target))) continue
    if (found.length === 0 ? share < 0.6 : !isHeaded(list) && things < 3) continue
    const score = share + Math.min(things, 50) * 0.1 + (isHeaded(list) ? 1 : 0)
    if (!best || score > best.score) best = { list, score }
  }
  return best?.list ?? null
}

const isNear = (sum: Micros, target: Micros) => absolute(sum - target) * 10n <= absolute(target)

function foundList({ headings, priced }: ItemList, confidence: number): Found<Product[]> {
  return {
    value: priced.map(({ row, price }) => productOf(row, price, headings)),
    confidence,
    spans: priced.flatMap(({ row, price }) => [...row.name, price.span]),
  }
}

const hundred = toMicros(100)

function productOf({ name, amounts }: Row, price: Amount, headings: Heading[]): Product {
  const first = name[0]!
  const rate = amounts.find(
    ({ isPercent, span }) => isPercent && (span.line !== first.line || span.from >= first.to),
  )
  const pair = factorsOf(price, amounts, headings) ?? headedFactors(price, amounts, headings)
  const quantity = pair?.quantity ?? countedUnder(price, amounts, headings)
  return {
    name: nameOf(name),
    quantity: quantity && toNumber(quantity.micros),
    unit_price: pair ? toNumber(pair.price.micros) : null,
    total_price: toNumber(price.micros),
    tax_rate: rate && rate.micros <= hundred ? toNumber(rate.micros) : null,
  }
}

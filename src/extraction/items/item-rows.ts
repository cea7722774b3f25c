import { absolute } from '../../invoices/money.ts'
import { type Amount, type AmountsByLine, gapBefore, rightOf } from '../amounts/amount.ts'
import type { AmountKind } from '../amounts/amount-labels.ts'
import { amountSpots } from '../amounts/amount-spots.ts'
import type { Spot } from '../labels.ts'
import { limits } from '../limits.ts'
import { fold, type Line, type Span, textOf } from '../text-lines.ts'
import { factorsOf } from './factors.ts'
import { type Heading, headingsOf } from './item-header.ts'
import { namesOf } from './item-names.ts'
import type { ItemTable } from './item-table.ts'
import { barrier, type Entry, type Listed, type Row } from './listed.ts'
import { listed, nameColumn, nameIn } from './name-column.ts'
import { isUnder } from './price-picks.ts'
import { headsSums, isBare, isCarriedForward, namesSum, sumLabelOf } from './sum-lines.ts'

interface Rows {
  rows: Row[]
  /** How many rows stand above each sum: things may end at any of them. */
  ends: number[]
}

/** The things of a table or a receipt, and where they may end. */
export function rowsOf({ headings, body }: ItemTable, amounts: AmountsByLine): Rows {
  const column = nameColumn(headings, body, amounts)
  const isListed = listing(headings, body, amounts)
  const isSubheading = subheading(headings)
  const entries: Listed[] = []
  const ends: number[] = []
  let priced = 0
  for (const line of body) {
    const own = amounts.get(line) ?? []
    if (isCarriedForward(line) || (own.length === 0 && isSubheading(line))) continue
    const hasMoney = own.some(({ isMoney }) => isMoney)
    const sum = sumLabelOf(line)
    const text = nameIn(line, own, column)
    const name = text && own.length > 0 && isOnlyCount(textOf(text)) ? null : text
    const last = own.findLast(({ isMoney, isPercent }) => isMoney && !isPercent)
    const isSum = sum
      ? !(column && name && ends.length === 0 && isLonger(name, sum))
      : headings.length === 0 && last !== undefined && namesSum(line, last)
    if (hasMoney ? isSum : headsSums(line)) {
      if (priced > (ends.at(-1) ?? 0)) ends.push(priced)
      entries.push(barrier)
    }
    const isPriced = isListed(own)
    if (isSum || (column ? hasMoney && !isPriced : !hasMoney && headsSums(line))) continue
    const label = amountSpots(line).find(({ span }) => isBare(line, span.from))
    const isOnlyLabel = label && label.kind !== 'discount' && (!column || !name || name.to <= label.span.to)
    if (label?.kind === 'other' || (isPriced && isOnlyLabel)) continue
    const above = entries.at(-1)
    if (isPriced && above && above !== barrier && multiplies(line, own, above)) {
      above.amounts = [...own, ...above.amounts]
      continue
    }
    if (isPriced && priced === limits.products) break
    if (isPriced) priced++
    const isDiscount = label?.kind === 'discount'
    if (isPriced) entries.push({ line, name, amounts: own.slice(-limits.amountsPerLine), isDiscount })
    else if (name && !moment.test(line.plain)) entries.push({ line, name, amounts: [], isDiscount })
  }
  return { rows: namesOf(entries, column !== null), ends: ends.length > 0 ? ends : [priced] }
}

/** "Travel        Amount" in the middle of a list heads a part of it: it ends with the name of a column, and over that column. */
const subheading = (headings: Heading[]) => (line: Line) => {
  const last = headingsOf(line).at(-1)
  if (last?.kind !== 'total_price' || last.span.from === 0 || gapBefore(line, last.span.from) < 1.2)
    return false
  return headings.some(
    ({ kind, left, right }) => kind === last.kind && left < last.right && right > last.left,
  )
}

/** "Fecha: 17-09-2026 Hora: 20:11" above the first thing is no part of its name. */
const moment = /^\W*(?:fecha|date|datum|data|hora|time)(?![a-z])[^a-z]*\d/

const units =
  'qte|qty|cant(?:idad)?|uds?|un(?:id)?|c/?u|k[gl6]s?|grs?|lts?|pz[as]?s?|pcs?|stk|st|ea(?:ch)?|x|×|@'
const onlyCount = new RegExp(`^(?:[\\W\\d]*(?:${units})(?![a-z]))+[\\W\\d]*$`)

/** "2,00 KG X", "Qté : 3 x": what it is stands on the line above. */
const isOnlyCount = (text: string) => onlyCount.test(fold(text))

const timesPrice = /^\W*\d{1,4}(?:[.,]\d{1,3})? ?(?:[a-z]{1,4}\.? ?)?[x*×@] /

/** "2 Stk x 0,49" below a thing for 0,98 says how many it is, and is nothing bought itself. */
function multiplies({ plain }: Line, own: Amount[], { amounts }: Entry): boolean {
  const price = amounts.at(-1)
  if (!price || !timesPrice.test(plain)) return false
  return factorsOf({ ...price, micros: absolute(price.micros) }, own, []) !== null
}

/** Whether a line is one of the list: it has an amount where prices stand, or several where quantities do. */
function listing(headings: Heading[], body: Line[], amounts: AmountsByLine): (own: Amount[]) => boolean {
  const money = (own: Amount[]) => own.filter(({ isMoney, isPercent }) => isMoney && !isPercent)
  if (headings.length === 0) return (own) => money(own).length > 0
  const under = (kind: Heading['kind'], own: Amount[]) =>
    own.some((amount) => headings.some((heading) => heading.kind === kind && isUnder(amount, heading)))
  const edges = listed(body, amounts).flatMap((line) => money(amounts.get(line) ?? []).slice(-1))
  const near = (edge: number, amount: Amount) => Math.abs(rightOf(amount) - edge) < 1.5 * amount.span.line.em
  const crowd = (edge: number) => edges.filter((amount) => near(edge, amount)).length
  const usual = edges.map(rightOf).sort((a, b) => crowd(b) - crowd(a) || b - a)[0]
  return (own) => {
    if (money(own).some((amount) => usual !== undefined && near(usual, amount))) return true
    return under('total_price', money(own)) || (under('quantity', own) && under('unit_price', money(own)))
  }
}

/** "Tax return 2024" is a thing; "Tax" is a sum, and so is whatever begins with "Total". */
const isLonger = (name: Span, { kind, weight, span }: Spot<AmountKind>) =>
  (kind === 'tax' || kind === 'rounding') && weight < 3 && name.from === span.from && name.to > span.to

import { type Micros, sumOf } from '../../invoices/money.ts'
import type { Amount, AmountsByLine } from '../amounts/amount.ts'
import type { Line } from '../text-lines.ts'
import { withBarePrices } from './bare-prices.ts'
import type { Heading } from './item-header.ts'
import { nameOf } from './item-name.ts'
import { rowsOf } from './item-rows.ts'
import { type ItemTable, itemTables } from './item-table.ts'
import type { Row } from './listed.ts'
import { picksFor } from './price-picks.ts'
import { namesSum } from './sum-lines.ts'

/** One way to read the things of a document: their lines and what each costs. */
export interface ItemList {
  headings: Heading[]
  priced: { row: Row; price: Amount }[]
  sum: Micros
  /** All lines above a sum, priced by their last amount or the one under its heading. */
  isPlain: boolean
  /** It ends at the first sum. */
  isFirst: boolean
  /** Lines of the list whose price wasn't found. */
  unpriced: Row[]
}

const mostEnds = 12
const mostRuns = 20
const mostStarts = 12
/** A longer list has headings, or it is none. */
const mostUnheaded = 150

/** Every way to read the things of a document: under its headings, and as on a receipt. */
export interface ItemLists {
  headed: ItemList[]
  unheaded: ItemList[]
}

export const itemLists = (lines: Line[], amounts: AmountsByLine): ItemLists => ({
  headed: headedLists(lines, amounts),
  unheaded: unheadedLists(lines, amounts),
})

/** Every way to read the things under headings, the likeliest first. */
const headedLists = (lines: Line[], amounts: AmountsByLine): ItemList[] =>
  itemTables(lines, amounts).flatMap((table) =>
    runsOf(table, withBarePrices(table, amounts)).flatMap((run) => listsOf(run, table.headings)),
  )

/** Every way to read the things of a receipt: without headings they begin somewhere above their sum. */
const unheadedLists = (lines: Line[], amounts: AmountsByLine): ItemList[] =>
  runsOf({ headings: [], body: lines }, amounts).flatMap((run) => {
    const last = run.rows.slice(-mostUnheaded)
    const starts = Array.from({ length: Math.min(mostStarts, last.length) }, (_, i) => last.slice(i))
    return starts.flatMap((rows) => listsOf({ ...run, rows }, []))
  })

/** What things add up to when they are read in the plainest ways. */
export const plainSums = ({ headed, unheaded }: ItemLists): Set<Micros> =>
  new Set(
    [...headed, ...unheaded]
      .filter(({ isPlain, priced }) => isPlain && priced.length > 1)
      .map(({ sum }) => sum),
  )

interface Run {
  rows: Row[]
  isFirst: boolean
  /** It ends at a line that only its amount makes a sum, and so proves nothing to the totals. */
  isAtSum: boolean
}

/** The things above each sum. */
function runsOf(table: ItemTable, amounts: AmountsByLine): Run[] {
  const { rows, ends } = rowsOf(table, amounts)
  const named = rows.map((row) => nameOf(row.name).length >= 2)
  const summed = sumsIn(rows)
  const above = (end: number) => rows.slice(0, end).filter((_, i) => named[i])
  const past = (end: number) => rows.slice(0, end).filter((_, i) => named[i] && !summed.includes(i))
  const atSum = (run: Row[]) => ({ rows: run, isFirst: false, isAtSum: true })
  return [
    ...ends.slice(0, mostEnds).map((end, at) => ({ rows: above(end), isFirst: at === 0, isAtSum: false })),
    ...summed
      .slice(0, 1)
      .flatMap((first) => [
        atSum(above(first)),
        ...ends.filter((end) => goesOn(rows.slice(first + 1, end))).map((end) => atSum(past(end))),
      ]),
  ].slice(0, mostRuns)
}

/** Below a sum on the way stand further things, below the sum of all its taxes. */
const goesOn = (below: Row[]) =>
  below.length > 0 && !below.some(({ line, money }) => money.length > 0 && namesSum(line, money.at(-1)!))

/** A line that is what those above it come to is their sum, whatever it is called; things may go on below it. */
function sumsIn(rows: Row[]): number[] {
  const sums: number[] = []
  let sum = 0n
  for (const [at, { money }] of rows.entries()) {
    const last = money.at(-1)?.micros ?? 0n
    if (at > 1 && last !== 0n && last === sum) sums.push(at)
    else sum += last
  }
  return sums
}

const mostMargins = 4

/** All lines, those without discounts, and those of each margin: what stands further in is part of a thing above. */
function kindsOf(run: Row[]): Row[][] {
  const things = run.filter(({ isDiscount }) => !isDiscount)
  const margins: Row[][] = []
  for (const row of things) {
    const margin = margins.find(([first]) => Math.abs(first!.left - row.left) < row.line.em * 0.7)
    if (margin) margin.push(row)
    else margins.push([row])
    if (margins.length > mostMargins) break
  }
  const apart = margins.length > 1 && margins.length <= mostMargins ? margins : []
  return [things, ...(things.length < run.length ? [run] : []), ...apart].filter((rows) => rows.length > 0)
}

const listsOf = ({ rows: run, isFirst, isAtSum }: Run, headings: Heading[]): ItemList[] =>
  kindsOf(run).flatMap((rows, i) =>
    pricedLists(rows, headings).map((list, pick) => ({
      ...list,
      isFirst,
      isPlain: !isAtSum && i === 0 && pick === 0,
    })),
  )

function pricedLists(run: Row[], headings: Heading[]): Omit<ItemList, 'isFirst' | 'isPlain'>[] {
  return picksFor(run, headings).flatMap((pick) => {
    const unpriced: Row[] = []
    const priced = run.flatMap((row) => {
      const price = pick(row)
      if (!price) unpriced.push(row)
      return price ? [{ row, price }] : []
    })
    if (priced.length === 0) return []
    return [{ headings, priced, unpriced, sum: sumOf(priced.map(({ price }) => price.micros)) }]
  })
}

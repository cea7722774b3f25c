import type { InvoiceData } from '../invoices/invoice-data.ts'
import { type Micros, multiply, roundingUnit, sumOf, toMicros, toNumber, within } from '../invoices/money.ts'
import { amountLabels } from './amount-labels.ts'
import type { Amount, AmountsByLine } from './amounts.ts'
import type { Found } from './found.ts'
import { columnsOf, isItemsHeader } from './item-header.ts'
import { spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import { cleanName } from './names.ts'
import type { Line, Span } from './text-lines.ts'

type Product = InvoiceData['products'][number]

/** A line with a description and amounts after it. */
interface Row {
  name: Span
  amounts: Amount[]
}

/** Bought things, only where one column of them adds up to the subtotal or the total; otherwise none. */
export function findItems(lines: Line[], amounts: AmountsByLine, targets: Micros[]): Found<Product[]> | null {
  const header = lines.findIndex(isItemsHeader)
  if (targets.length === 0) return null
  for (const run of runsOf(lines.slice(header + 1), amounts, header >= 0))
    for (const pick of picksFor(run, header >= 0 ? lines[header]! : null)) {
      const priced = run.flatMap((row) => {
        const price = pick(row)
        return price ? [{ row, price }] : []
      })
      const sum = sumOf(priced.map(({ price }) => price.micros))
      if (
        priced.length === 0 ||
        !targets.some((target) => target !== 0n && within(sum, target, roundingUnit(null)))
      )
        continue
      const value = priced.map(({ row, price }) => productOf(row, price, header >= 0 ? lines[header]! : null))
      const spans = priced.map(({ row, price }) => ({ ...row.name, to: price.span.to }))
      return { value, confidence: header >= 0 ? 0.9 : 0.8, spans }
    }
  return null
}

const mostRuns = 12

/** Items end at a sum, but a document may sum its sections; without a header they begin anywhere before it. */
function runsOf(lines: Line[], amounts: AmountsByLine, hasHeader: boolean): Row[][] {
  const rows: Row[] = []
  const ends: number[] = []
  for (const line of lines) {
    const first = spotsOf(line, amountLabels)[0]
    const isLabelled = first?.span.from === 0 && first.weight >= 2.4
    if (isLabelled && (amounts.get(line)?.length ?? 0) > 0 && rows.length > (ends.at(-1) ?? 0))
      ends.push(rows.length)
    const row = first?.span.from === 0 ? null : rowOf(line, amounts.get(line) ?? [])
    if (row && rows.length < limits.products) rows.push(row)
  }
  const runs = (ends.length > 0 ? ends : [rows.length]).slice(0, mostRuns).map((end) => rows.slice(0, end))
  if (hasHeader) return runs
  return Array.from({ length: mostRuns }, (_, i) => runs[0]!.slice(i)).filter((run) => run.length > 0)
}

function rowOf(line: Line, amounts: Amount[]): Row | null {
  const money = amounts.filter(({ isPercent }) => !isPercent)
  const words = line.words.map(({ text }) => /\p{L}{2}/u.test(text))
  const start = words.indexOf(true)
  const after = money.find(({ span, isMoney }) => span.from > start && isMoney)
  if (start === -1 || !after) return null
  const next = amounts.find(
    ({ span }) => span.from > start && (span.from >= after.span.from || isApart(line, span.from)),
  )
  const name = { line, from: start, to: next?.span.from ?? after.span.from }
  return cleanName(name).length >= 2 ? { name, amounts: amounts.slice(-limits.amountsPerLine) } : null
}

const isApart = (line: Line, i: number) => line.words[i]!.box[0] - line.words[i - 1]!.box[2] > line.em

type Pick = (row: Row) => Amount | undefined

/** Ways to take a price from each row: the header's columns of amounts, then the last, then any aligned. */
function picksFor(rows: Row[], header: Line | null): Pick[] {
  const money = (row: Row) => row.amounts.filter(({ isPercent, isMoney }) => !isPercent && isMoney)
  const edges: number[] = []
  for (const amount of rows.slice(0, 30).flatMap(money)) {
    const edge = rightOf(amount)
    if (!edges.some((other) => Math.abs(other - edge) < amount.span.line.em)) edges.push(edge)
  }
  const aligned = edges
    .sort((a, b) => b - a)
    .slice(0, limits.candidates)
    .map(
      (edge): Pick =>
        (row) =>
          money(row).find((amount) => Math.abs(rightOf(amount) - edge) < amount.span.line.em),
    )
  const named = header
    ? columnsOf(header)
        .filter(({ kind }) => kind === 'total_price')
        .map(
          (column): Pick =>
            (row) =>
              money(row).find((amount) => isUnder(amount, column.span)),
        )
    : []
  return [...named, (row) => money(row).at(-1), ...aligned]
}

const rightOf = ({ span }: Amount) => span.line.words[span.to - 1]!.box[2]

function isUnder({ span }: Amount, column: Span): boolean {
  const { words, em } = span.line
  const left = column.line.words[column.from]!.box[0]
  const right = column.line.words[column.to - 1]!.box[2]
  return words[span.from]!.box[0] - em < right && words[span.to - 1]!.box[2] + em > left
}

const hundred = toMicros(100)

function productOf({ name, amounts }: Row, price: Amount, header: Line | null): Product {
  const rest = amounts.filter((amount) => amount !== price && !amount.isPercent)
  const rate = amounts.find(({ isPercent, span }) => isPercent && span.from >= name.to)
  const pair = factorsOf(price, rest, header)
  return {
    name: cleanName(name),
    quantity: pair ? toNumber(pair.quantity.micros) : null,
    unit_price: pair ? toNumber(pair.price.micros) : null,
    total_price: toNumber(price.micros),
    tax_rate: rate && rate.micros <= hundred ? toNumber(rate.micros) : null,
  }
}

/** Quantity and unit price prove each other: their product is the line's price. */
function factorsOf(price: Amount, rest: Amount[], header: Line | null) {
  const quantities = header ? columnsOf(header).filter(({ kind }) => kind === 'quantity') : []
  const looksCounted = (amount: Amount) =>
    quantities.some(({ span }) => isUnder(amount, span)) ? 2 : amount.micros % toMicros(1) === 0n ? 1 : 0
  for (const a of rest)
    for (const b of rest) {
      if (a === b || !within(multiply(a.micros, b.micros), price.micros, roundingUnit(null))) continue
      const isCounted =
        looksCounted(a) > looksCounted(b) ||
        (looksCounted(a) === looksCounted(b) && a.span.from < b.span.from)
      return isCounted ? { quantity: a, price: b } : { quantity: b, price: a }
    }
  return null
}

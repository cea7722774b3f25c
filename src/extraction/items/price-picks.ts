import { type Amount, leftOf, rightOf } from '../amounts/amount.ts'
import type { Heading } from './item-header.ts'
import type { Row } from './listed.ts'

type Pick = (row: Row) => Amount | undefined

const rowsToMeasure = 30
const mostEdges = 6

/** Ways to take a price from each row: the headings' columns of amounts, then the last, then any aligned. */
export function picksFor(rows: Row[], headings: Heading[]): Pick[] {
  const edges: number[] = []
  for (const amount of rows.slice(0, rowsToMeasure).flatMap(({ money }) => money)) {
    const edge = rightOf(amount)
    if (!edges.some((other) => Math.abs(other - edge) < amount.span.line.em)) edges.push(edge)
  }
  const aligned = edges
    .sort((a, b) => b - a)
    .slice(0, mostEdges)
    .map(
      (edge): Pick =>
        ({ money }) =>
          money.find((amount) => Math.abs(rightOf(amount) - edge) < amount.span.line.em),
    )
  const named = headings
    .filter(({ kind }) => kind === 'total_price')
    .slice(0, mostEdges)
    .map(
      (heading): Pick =>
        ({ money }) =>
          money.find((amount) => isUnder(amount, heading)),
    )
  return [...named, ({ money }) => money.at(-1), ...aligned]
}

export function isUnder(amount: Amount, { left, right }: Heading): boolean {
  const { em } = amount.span.line
  return leftOf(amount) - em < right && rightOf(amount) + em > left
}

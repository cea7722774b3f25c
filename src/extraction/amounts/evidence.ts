import { absolute, type Micros, sumOf } from '../../invoices/money.ts'
import { isCarriedForward } from '../items/sum-lines.ts'
import type { Line } from '../text-lines.ts'
import type { Amount, AmountsByLine } from './amount.ts'
import { best, type Claim, type Claims, heightOf, labelClaims, noClaims, type Role } from './claims.ts'
import { bundlesOf } from './extras.ts'
import { shiftedClaims } from './shifted-claims.ts'
import { type TaxRow, taxRows } from './tax-rows.ts'
import { tableClaims } from './totals-table.ts'
import type { Witnesses } from './weigh.ts'

export interface Evidence {
  claims: Claims
  witnesses: Witnesses
  rows: TaxRow[]
}

/** All that a document says about its amounts, before anybody is believed. */
export function evidenceIn(lines: Line[], amounts: AmountsByLine, itemSums: Set<Micros>): Evidence {
  const rows = taxRows(lines, amounts)
  const claims = noClaims()
  for (const some of [
    labelClaims(lines, amounts),
    tableClaims(lines, amounts),
    rowClaims(rows, lines.length),
  ])
    for (const role of Object.keys(claims) as Role[]) claims[role].push(...some[role])
  return { claims, rows, witnesses: witnessesOf(lines, amounts, claims, rows, itemSums) }
}

/** The same where amounts have slipped by a line from all of their labels. */
export function shiftedEvidence(lines: Line[], amounts: AmountsByLine, itemSums: Set<Micros>): Evidence[] {
  return ([-1, 1] as const).map((by) => {
    const claims = shiftedClaims(lines, amounts, by)
    return { claims, rows: [], witnesses: witnessesOf(lines, amounts, claims, [], itemSums) }
  })
}

/** Rows that stand together are one summary: their taxes and their bases add up. */
function rowClaims(rows: TaxRow[], height: number): Claims {
  const claims = noClaims()
  for (const block of blocksOf(rows)) {
    const later = 0.6 * (block[0]!.at / height)
    const summed = (of: (row: TaxRow) => Amount, score: number): Claim => ({
      micros: sumOf(block.map((row) => of(row).micros)),
      spans: block.map((row) => of(row).span),
      score: score + later,
    })
    const tax = summed(({ amount }) => amount, 3.5)
    if (block[0]!.isWithheld) claims.withheld.push(tax)
    else {
      claims.tax.push(tax)
      claims.subtotal.push(summed(({ base }) => base, 2.5))
    }
  }
  return claims
}

const reach = 3

function blocksOf(rows: TaxRow[]): TaxRow[][] {
  const blocks: TaxRow[][] = []
  for (const row of rows) {
    const last = blocks.at(-1)?.at(-1)
    if (last && row.at - last.at <= reach && row.isWithheld === last.isWithheld) blocks.at(-1)!.push(row)
    else blocks.push([row])
  }
  return blocks
}

function witnessesOf(
  lines: Line[],
  amounts: AmountsByLine,
  claims: Claims,
  rows: TaxRow[],
  itemSums: Set<Micros>,
): Witnesses {
  const claimed = new Set(Object.values(claims).flatMap((of) => of.flatMap(({ spans }) => spans)))
  const unnamed = lines
    .filter((line) => !isCarriedForward(line))
    .flatMap((line) => amounts.get(line) ?? [])
    .filter(({ isMoney, span }) => isMoney && !claimed.has(span))
    .map(({ micros, span }) => ({ micros, score: 0, spans: [span] }))
  const change = best(claims.change).filter(({ micros }) => micros !== 0n)
  const given = best(claims.paid).flatMap((paid) => change.map((back) => paid.micros - absolute(back.micros)))
  const rounding = best(claims.rounding).filter(({ micros }) => micros !== 0n)
  const blocks = blocksOf(rows)
  const whole = blocks.filter((block) => block.every(({ gross }) => gross))
  return {
    bundles: bundlesOf(claims),
    unnamed,
    itemSums,
    handedOver: new Set(given),
    rounded: new Set(
      best(claims.total).flatMap((total) =>
        rounding
          .filter((rounded) => heightOf(rounded) > heightOf(total))
          .flatMap(({ micros }) => [total.micros + micros, total.micros - micros]),
      ),
    ),
    paid: new Set(claims.paid.map(({ micros }) => micros)),
    gross: new Set(whole.map((block) => sumOf(block.map(({ gross }) => gross!.micros)))),
    provenTaxes: new Set(blocks.map((block) => sumOf(block.map(({ amount }) => amount.micros)))),
  }
}

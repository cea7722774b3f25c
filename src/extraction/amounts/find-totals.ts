import { type Micros, toNumber } from '../../invoices/money.ts'
import type { Findings } from '../found.ts'
import type { Line } from '../text-lines.ts'
import type { AmountsByLine } from './amount.ts'
import { certaintyOf } from './certainty.ts'
import { best, type Claim } from './claims.ts'
import { type Evidence, evidenceIn } from './evidence.ts'
import { repaired } from './repair.ts'
import { readingsOf } from './solve.ts'
import { taxesOf } from './taxes.ts'

export interface Totals {
  findings: Findings
  /** Every amount that something calls a subtotal or a total. */
  named: Micros[]
}

/** Subtotal, tax, what is withheld and total, chosen together for the whole document. */
export function findTotals(lines: Line[], amounts: AmountsByLine, itemSums: Set<Micros>): Totals {
  const evidence = evidenceIn(lines, amounts, itemSums)
  const named = [...evidence.claims.subtotal, ...evidence.claims.total].map(({ micros }) => micros)
  return { findings: findingsOf(evidence, amounts), named }
}

function findingsOf(evidence: Evidence, amounts: AmountsByLine): Findings {
  const readings = readingsOf(evidence)
  const closes = readings[0]?.proofs.has('sum') || readings[0]?.proofs.has('sum in a row')
  const mended = closes ? null : repaired(evidence)
  const [first, second] = mended ? [mended, ...readings].sort((a, b) => b.score - a.score) : readings
  if (!first) return partsOf(evidence)
  const certainty = certaintyOf(first, second)
  return {
    total: found(first.total, certainty.total),
    subtotal: found(first.subtotal, certainty.subtotal),
    tax: found(first.tax, certainty.tax),
    ...taxesOf(first, evidence.rows, amounts),
  }
}

const found = (claim: Claim | null | undefined, confidence: number) =>
  claim ? { value: toNumber(claim.micros), confidence, spans: claim.spans } : undefined

const clear = 3

/** A page that ends before its total may still name its subtotal and its tax. */
function partsOf({ claims }: Evidence): Findings {
  const part = (of: Claim[]) => best(of).find(({ score }) => score >= clear)
  return { subtotal: found(part(claims.subtotal), 0.6), tax: found(part(claims.tax), 0.6) }
}

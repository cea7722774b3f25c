import type { Check } from '../../invoices/checks.ts'
import { type Micros, toNumber } from '../../invoices/money.ts'
import type { Findings } from '../found.ts'
import type { Line } from '../text-lines.ts'
import type { AmountsByLine } from './amount.ts'
import { certaintyOf } from './certainty.ts'
import { best, type Claim } from './claims.ts'
import { type Evidence, evidenceIn } from './evidence.ts'
import { explainSum } from './explain-sum.ts'
import { repaired } from './repair.ts'
import { readingsOf } from './solve.ts'
import { taxesOf } from './taxes.ts'

export interface Totals {
  findings: Findings
  /** What proves them where the plain rule can't. */
  checks: Check[]
  /** Every amount that something calls a subtotal or a total. */
  named: Micros[]
}

/** Subtotal, tax, what is withheld and total, chosen together for the whole document. */
export function findTotals(lines: Line[], amounts: AmountsByLine, itemSums: Set<Micros>): Totals {
  const evidence = evidenceIn(lines, amounts, itemSums)
  const named = [...evidence.claims.subtotal, ...evidence.claims.total].map(({ micros }) => micros)
  return { ...chosen(evidence, amounts), named }
}

function chosen(evidence: Evidence, amounts: AmountsByLine): Pick<Totals, 'findings' | 'checks'> {
  const readings = readingsOf(evidence)
  const closes = readings[0]?.proofs.has('sum') || readings[0]?.proofs.has('sum in a row')
  const mended = closes ? null : repaired(evidence)
  const [first, second] = mended ? [mended, ...readings].sort((a, b) => b.score - a.score) : readings
  if (!first) return { findings: partsOf(evidence), checks: [] }
  const certainty = certaintyOf(first, second)
  const findings = {
    total: found(first.total, certainty.total),
    subtotal: found(first.subtotal, certainty.subtotal),
    tax: found(first.tax, certainty.tax),
    ...taxesOf(first, evidence.rows, amounts),
  }
  return { findings, checks: explainSum(first) }
}

const found = (claim: Claim | null | undefined, confidence: number) =>
  claim ? { value: toNumber(claim.micros), confidence, spans: claim.spans } : undefined

const clear = 3

/** A page that ends before its total may still name its subtotal and its tax. */
function partsOf({ claims }: Evidence): Findings {
  const part = (of: Claim[]) => best(of).find(({ score }) => score >= clear)
  return { subtotal: found(part(claims.subtotal), 0.6), tax: found(part(claims.tax), 0.6) }
}

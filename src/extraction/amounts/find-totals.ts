import type { Check } from '../../invoices/checks.ts'
import { type Micros, toNumber } from '../../invoices/money.ts'
import type { Findings } from '../found.ts'
import type { Line } from '../text-lines.ts'
import type { AmountsByLine } from './amount.ts'
import { certaintyOf } from './certainty.ts'
import { best, type Claim } from './claims.ts'
import { type Evidence, evidenceIn, shiftedEvidence } from './evidence.ts'
import { explainSum } from './explain-sum.ts'
import type { Reading } from './reading.ts'
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
  return { ...chosen(settled(evidence, lines, amounts, itemSums), amounts), named }
}

const closes = (reading: Reading | undefined) =>
  reading !== undefined && (reading.proofs.has('sum') || reading.proofs.has('sum in a row'))

/** Where nothing adds up, but would if all amounts stood a line higher or lower, that is how the page lies. */
function settled(evidence: Evidence, lines: Line[], amounts: AmountsByLine, itemSums: Set<Micros>): Evidence {
  if (closes(readingsOf(evidence)[0])) return evidence
  return (
    shiftedEvidence(lines, amounts, itemSums).find((shifted) => {
      const { total, subtotal, tax } = shifted.claims
      if ([total, subtotal, tax].some((claims) => claims.length === 0)) return false
      const [first] = readingsOf(shifted)
      if (!first?.proofs.has('sum') || first.isGuess) return false
      return subtotal.some(({ micros }) => micros === first.subtotal?.micros)
    }) ?? evidence
  )
}

function chosen(evidence: Evidence, amounts: AmountsByLine): Pick<Totals, 'findings' | 'checks'> {
  const readings = readingsOf(evidence)
  const mended = closes(readings[0]) ? null : repaired(evidence)
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

import { absolute, type Micros, roundingUnit, sumOf, toNumber, within } from '../invoices/money.ts'
import { amountCandidates, type Candidate, type Candidates } from './amount-candidates.ts'
import type { AmountsByLine } from './amounts.ts'
import type { Findings } from './found.ts'
import { asTax, type TaxRow, taxRows } from './tax-lines.ts'
import type { Line, Span } from './text-lines.ts'

interface Option {
  micros: Micros
  score: number
  spans: Span[]
}

/** One reading of the amounts; `closes` when subtotal, tax and what is withheld make the total. */
interface Reading {
  total: Option | null
  subtotal: Option | null
  tax: Option | null
  withheld: Option | null
  closes: boolean
  score: number
}

/** Subtotal, tax and total, chosen together: a sum that closes speaks louder than any label. */
export function findTotals(lines: Line[], amounts: AmountsByLine): Findings {
  const candidates = amountCandidates(lines, amounts)
  const rows = taxRows(lines, amounts)
  const reading = bestReading(candidates, rows) ?? completed(candidates, lines, amounts)
  return reading ? findingsOf(reading, rows) : {}
}

const optionOf = ({ amount, score }: Candidate): Option => ({
  micros: amount.micros,
  score,
  spans: [amount.span],
})

function taxOptions(candidates: Candidate[], rows: TaxRow[]): Option[] {
  const spans = rows.map(({ amount }) => amount.span)
  const sum = { micros: sumOf(rows.map(({ amount }) => amount.micros)), score: 3.5, spans }
  return [...candidates.map(optionOf), ...(rows.length > 0 ? [sum] : [])]
}

function bestReading(candidates: Candidates, rows: TaxRow[]): Reading | null {
  const totals = candidates.total.map(optionOf)
  const subtotals = [...candidates.subtotal.map(optionOf), null]
  const taxes = [...taxOptions(candidates.tax, rows), null]
  const withheld = [null, ...candidates.withheld.filter(({ amount }) => amount.micros !== 0n).map(optionOf)]
  const handed = handedOver(candidates)
  let best: Reading | null = null
  for (const total of totals)
    for (const subtotal of subtotals)
      for (const tax of taxes)
        for (const held of subtotal && tax ? withheld : [null]) {
          const reading = weighed(total, subtotal, tax, held)
          if (handed.has(total.micros)) reading.score += 2
          if (!best || reading.score > best.score) best = reading
        }
  return best
}

/** Cash less change is what was to be paid. */
const handedOver = ({ paid, change }: Candidates) =>
  new Set<Micros>(paid.flatMap((p) => change.map((c) => p.amount.micros - c.amount.micros)))

const unit = roundingUnit(null)

function weighed(
  total: Option,
  subtotal: Option | null,
  tax: Option | null,
  withheld: Option | null,
): Reading {
  const reading = {
    total,
    subtotal,
    tax,
    withheld,
    closes: false,
    score: total.score + 0.4 * size(total.micros),
  }
  if (subtotal && tax) {
    const sum = subtotal.micros + tax.micros - (withheld ? absolute(withheld.micros) : 0n)
    const isTax = absolute(tax.micros) * 2n <= absolute(subtotal.micros)
    reading.closes = isTax && within(sum, total.micros, unit)
    // Zero closes every sum in which a subtotal equals its total, and proves nothing.
    const proof = tax.micros === 0n ? 2 : 6
    reading.score += reading.closes ? proof + (subtotal.score + tax.score) * 0.5 - (withheld ? 0.5 : 0) : -6
  } else if (subtotal)
    reading.score += within(subtotal.micros, total.micros, unit) ? 1 : isLess(subtotal, total) ? 0.3 : -3
  else if (tax) reading.score += isLess({ ...tax, micros: tax.micros * 3n }, total) ? 0.3 : -3
  return reading
}

const isLess = (part: Option, whole: Option) => absolute(part.micros) <= absolute(whole.micros)

/** Of two equally labelled totals the larger holds the other. */
const size = (micros: Micros) => Math.min(1, Math.log10(Number(absolute(micros)) / 1e6 + 1) / 10)

/** Without a label for the total: a printed amount that is exactly subtotal and tax together. */
function completed(candidates: Candidates, lines: Line[], amounts: AmountsByLine): Reading | null {
  const printed = lines.flatMap((line) => amounts.get(line) ?? []).filter(({ isMoney }) => isMoney)
  for (const subtotal of candidates.subtotal)
    for (const tax of candidates.tax) {
      const isTax = tax.amount.micros > 0n && tax.amount.micros * 2n <= subtotal.amount.micros
      const total = printed.find(({ micros }) => micros === subtotal.amount.micros + tax.amount.micros)
      if (isTax && total) {
        const option = { micros: total.micros, score: 1, spans: [total.span] }
        return {
          total: option,
          subtotal: optionOf(subtotal),
          tax: optionOf(tax),
          withheld: null,
          closes: true,
          score: 1,
        }
      }
    }
  return null
}

function findingsOf({ total, subtotal, tax, withheld, closes }: Reading, rows: TaxRow[]): Findings {
  const sure = (option: Option) => {
    if (closes && tax?.micros !== 0n) return 0.95
    return Math.min(0.9, 0.45 + 0.09 * option.score)
  }
  const found = (option: Option | null) =>
    option ? { value: toNumber(option.micros), confidence: sure(option), spans: option.spans } : undefined
  const isBreakdown = tax && sumOf(rows.map(({ amount }) => amount.micros)) === tax.micros
  const taxes = [
    ...(isBreakdown ? rows.map(asTax) : []),
    ...(withheld && closes
      ? [{ name: 'RET', rate: null, base: null, amount: -toNumber(absolute(withheld.micros)) }]
      : []),
  ]
  const taxSpans = [...(isBreakdown ? rows.map(({ amount }) => amount.span) : []), ...(withheld?.spans ?? [])]
  return {
    total: found(total),
    subtotal: found(subtotal),
    tax: found(tax),
    ...(taxes.length > 0 ? { taxes: { value: taxes, confidence: 0.9, spans: taxSpans } } : {}),
  }
}

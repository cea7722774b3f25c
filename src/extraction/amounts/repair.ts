import { type Micros, toNumber } from '../../invoices/money.ts'
import { textOf } from '../text-lines.ts'
import { best, type Claim } from './claims.ts'
import type { Evidence } from './evidence.ts'
import type { Reading } from './reading.ts'
import { weigh } from './weigh.ts'

/** Digits that engines take for each other. */
const alike = ['08', '17', '38', '39', '49', '56', '58', '68', '69', '89', '27', '14', '06']
/** Below this an engine doubts what it read. */
const doubtful = 0.85
const tries = 2
const clear = 2.4

/** The reading that a misread digit hid: only where a single repair, of a single amount, makes the sum true. */
export const repaired = (evidence: Evidence): Reading | null => ofSum(evidence) ?? ofTotal(evidence)

/** A total that nothing supports, one digit away from what was handed over or what things cost together. */
function ofTotal({ claims, witnesses }: Evidence): Reading | null {
  const [total] = best(claims.total)
  if (!total || total.score < clear) return null
  const { handedOver, itemSums, paid } = witnesses
  // Paid by card: things for a little less, and their tax.
  const plausible = [...paid].filter((given) =>
    [...itemSums].some((sum) => sum <= given && given * 10n <= sum * 13n),
  )
  const wanted = [...handedOver, ...itemSums, ...plausible]
  const meant = new Set(wanted.filter((micros) => mend(total, micros)))
  const [micros] = meant
  if (meant.size !== 1 || micros === undefined) return null
  return { ...weigh({ ...total, micros }, null, null, witnesses), isGuess: false, isRepaired: true }
}

function ofSum({ claims, witnesses }: Evidence): Reading | null {
  const named = (of: Claim[]) => best(of.filter(({ score }) => score >= clear)).slice(0, tries)
  const found: Reading[] = []
  for (const total of named(claims.total))
    for (const subtotal of named(claims.subtotal))
      for (const tax of named(claims.tax)) {
        const mended = [
          { total: mend(total, subtotal.micros + tax.micros), subtotal, tax },
          { total, subtotal: mend(subtotal, total.micros - tax.micros), tax },
          { total, subtotal, tax: mend(tax, total.micros - subtotal.micros) },
        ]
        for (const one of mended)
          if (one.total && one.subtotal && one.tax)
            found.push({ ...weigh(one.total, one.subtotal, one.tax, witnesses), isGuess: false })
      }
  const one = found.length === 1 ? found[0]! : null
  return one?.proofs.has('sum') ? { ...one, score: one.score - 3, isRepaired: true } : null
}

function mend(claim: Claim, micros: Micros): Claim | null {
  return claim.micros !== micros && isMisread(claim, micros) ? { ...claim, micros } : null
}

/** An amount that differs from what was read by one digit that is easily mistaken, or by a lost mark alone. */
function isMisread({ micros, spans }: Claim, meant: Micros): boolean {
  const [span] = spans
  if (spans.length !== 1 || span!.line.source !== 'ocr' || meant <= 0n) return false
  const [read, wanted] = [digitsOf(micros), digitsOf(meant)]
  // "1596" for "15.96": all its digits, without the mark.
  if (micros === meant * 100n && !/[.,]/.test(textOf(span!))) return true
  if (read.length !== wanted.length) return false
  const wrong = [...read].flatMap((digit, i) =>
    digit === wanted[i] ? [] : [[digit, wanted[i]!].sort().join('')],
  )
  const isDoubtful = span!.line.words
    .slice(span!.from, span!.to)
    .some(({ confidence }) => confidence < doubtful)
  return wrong.length === 1 && (isDoubtful || alike.includes(wrong[0]!))
}

const digitsOf = (micros: Micros) => toNumber(micros).toFixed(2)

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
  if (itemSums.has(total.micros)) return null
  // Paid by card: things for a little less, and their tax.
  const plausible = [...paid].filter((given) =>
    [...itemSums].some((sum) => sum <= given && given * 10n <= sum * 13n),
  )
  const wanted = [...handedOver, ...itemSums, ...plausible]
  // A thing that wasn't read may cost just as much as a lost sign would.
  const isSaidTwice = (micros: Micros) => handedOver.has(micros) || (paid.has(micros) && itemSums.has(micros))
  const meant = new Set(
    wanted.filter(
      (micros) =>
        mended(total, micros) &&
        isLookAlike(total.micros, micros) &&
        (!isSignLost(total, micros) || isSaidTwice(micros)),
    ),
  )
  const [micros] = meant
  if (meant.size !== 1 || micros === undefined) return null
  return { ...weigh({ ...total, micros }, null, null, witnesses), isGuess: false, isRepaired: true }
}

/** Printed twice, paid, or what things cost: an engine doesn't misread the same digit everywhere. */
function supportedIn({ claims, witnesses }: Evidence): (claim: Claim) => boolean {
  const { handedOver, paid, itemSums, gross } = witnesses
  const lines = new Map<Micros, Set<unknown>>()
  for (const { micros, spans } of [...claims.total, ...claims.subtotal, ...claims.tax, ...claims.paid])
    lines.set(micros, (lines.get(micros) ?? new Set()).add(spans[0]!.line))
  return ({ micros }) =>
    [handedOver, paid, itemSums, gross].some((amounts) => amounts.has(micros)) || lines.get(micros)!.size > 1
}

function ofSum(evidence: Evidence): Reading | null {
  const { claims, witnesses } = evidence
  const isSupported = supportedIn(evidence)
  const mend = (claim: Claim, micros: Micros) => (isSupported(claim) ? null : mended(claim, micros))
  const named = (of: Claim[]) => best(of.filter(({ score }) => score >= clear)).slice(0, tries)
  const found: Reading[] = []
  for (const total of named(claims.total))
    for (const subtotal of named(claims.subtotal))
      for (const tax of named(claims.tax)) {
        const ways = [
          { total: mend(total, subtotal.micros + tax.micros), subtotal, tax },
          { total, subtotal: mend(subtotal, total.micros - tax.micros), tax },
          { total, subtotal, tax: mend(tax, total.micros - subtotal.micros) },
        ]
        for (const one of ways)
          if (one.total && one.subtotal && one.tax)
            found.push({ ...weigh(one.total, one.subtotal, one.tax, witnesses), isGuess: false })
      }
  const one = found.length === 1 ? found[0]! : null
  const closes = one?.proofs.has('sum') || one?.proofs.has('sum in a row')
  return one && closes ? { ...one, score: one.score - 3, isRepaired: true } : null
}

function mended(claim: Claim, micros: Micros): Claim | null {
  return claim.micros !== micros && isMisread(claim, micros) ? { ...claim, micros } : null
}

/** "5317.90" for "$317.90", "25.25" for "£5.25": the sign was taken for a digit. */
const isSignLost = ({ micros, spans }: Pick<Claim, 'micros' | 'spans'>, meant: Micros): boolean =>
  /^[2568]/.test(textOf(spans[0]!)) && digitsOf(micros).slice(1) === digitsOf(meant)

/** An amount that differs from what was read by one digit that is easily mistaken, or by a lost mark alone. */
function isMisread({ micros, spans }: Claim, meant: Micros): boolean {
  const [span] = spans
  if (spans.length !== 1 || span!.line.source !== 'ocr' || meant <= 0n) return false
  const [read, wanted] = [digitsOf(micros), digitsOf(meant)]
  // "1596" for "15.96": all its digits, without the mark.
  if (micros === meant * 100n && !/[.,]/.test(textOf(span!))) return true
  if (isSignLost({ micros, spans }, meant)) return true
  if (read.length !== wanted.length) return false
  const isDoubtful = span!.line.words
    .slice(span!.from, span!.to)
    .some(({ confidence }) => confidence < doubtful)
  const wrong = wrongIn(read, wanted)
  return wrong.length === 1 && (isDoubtful || alike.includes(wrong[0]!))
}

/** What was handed over may be misread as well: a total gives way only by a digit that looks like another. */
const isLookAlike = (micros: Micros, meant: Micros) => {
  const [read, wanted] = [digitsOf(micros), digitsOf(meant)]
  return read.length !== wanted.length || wrongIn(read, wanted).every((pair) => alike.includes(pair))
}

const wrongIn = (read: string, wanted: string) =>
  [...read].flatMap((digit, i) => (digit === wanted[i] ? [] : [[digit, wanted[i]!].sort().join('')]))

const digitsOf = (micros: Micros) => toNumber(micros).toFixed(2)

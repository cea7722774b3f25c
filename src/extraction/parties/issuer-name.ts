import type { PrintedTaxId } from '../tax-ids.ts'
import { fold, type Line, type Span } from '../text-lines.ts'
import { withoutForm, withoutFrenchForm } from './legal-forms.ts'
import { agreesWith, type Mentions } from './mentions.ts'
import type { NameCandidate } from './name-candidates.ts'
import { sameName } from './names.ts'
import { illegibility, oddity } from './oddity.ts'
import { mayBeStreet } from './postal.ts'
import { asPrintedElsewhere } from './second-print.ts'

/** All that a page's names are weighed by. */
export interface NameEvidence {
  lines: Line[]
  mentions: Mentions
  issuerId: PrintedTaxId | null
  isFrench: boolean
}

export interface ChosenName {
  value: string
  spans: Span[]
  score: number
  lead: number
  candidate: NameCandidate
}

/** The name for which most speaks: label, block, company form, place, size, address below, web, repetition. */
export function chooseIssuerName(candidates: NameCandidate[], evidence: NameEvidence): ChosenName | null {
  const usual = usualSize(evidence.lines)
  const heads = [...new Set(candidates.map(({ cell }) => cell))]
  const scored = candidates
    .map((candidate) => ({
      candidate,
      score: scoreOf(candidate, heads.indexOf(candidate.cell), usual, evidence),
    }))
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  if (!best || best.score < least) return null
  const name = sameName(best.candidate.value)
  const rival = scored.find(({ candidate }) => !isOneName(name, sameName(candidate.value)))
  const { candidate } = fuller(best, scored, evidence.issuerId) ?? title(best, scored) ?? best
  const value = asPrintedElsewhere(candidate.value, candidate.spans, evidence)
  return {
    value: evidence.isFrench ? withoutFrenchForm(value) : value,
    spans: candidate.spans,
    score: best.score,
    lead: best.score - (rival?.score ?? 0),
    candidate,
  }
}

interface Scored {
  candidate: NameCandidate
  score: number
}

/** A logo shows a part of the name that stands in full above the address. */
const fuller = (
  { candidate: { value, hasForm } }: Scored,
  scored: Scored[],
  id: PrintedTaxId | null,
): Scored | undefined =>
  hasForm
    ? undefined
    : scored.find(({ candidate, score }) => {
        const isMore = sameName(candidate.value).length > sameName(value).length + 3
        const words = ` ${fold(candidate.value)} `
        const isAddressed = candidate.anchors > 0 || (id !== null && linesTo(candidate, id) < 3)
        return score > least && isMore && isAddressed && words.includes(` ${fold(value)} `)
      })

const nameEndsBeforeDocument = ({ cell, value }: NameCandidate) =>
  /^\W*(?:invoice|factura|facture|rechnung|receipt|recibo|factuur|fattura|fatura)\W*$/i.test(
    cell.text.slice(value.length),
  )

/** "Example Goods Invoice" in a heading is what a company calls itself; the form is added where the law wants it. */
const title = ({ candidate: best }: Scored, scored: Scored[]): Scored | undefined =>
  scored.find(
    ({ candidate, score }) =>
      best.hasForm &&
      score > least &&
      nameEndsBeforeDocument(candidate) &&
      sameName(candidate.value) === sameName(withoutForm(best.value)),
  )

const least = 2
const isOneName = (a: string, b: string) => a.includes(b) || b.includes(a)

function usualSize(lines: Line[]): number {
  const sizes = lines.map(({ em }) => em).sort((a, b) => a - b)
  return sizes[sizes.length >> 1] ?? 0.01
}

function scoreOf(candidate: NameCandidate, rank: number, usual: number, evidence: NameEvidence): number {
  const { party, cell, value } = candidate
  const { mentions, issuerId } = evidence
  if (party === 'customer' || party === 'other') return -5
  const top = cell.box[1]
  let score = Math.max(0, 2.4 - 0.35 * rank) + (top < 0.25 ? 0.6 : 0)
  if (party === 'issuer') score += candidate.isLabelled ? 5 : candidate.isFirst ? 3.5 : 1
  else if (candidate.isLabelled) score += 4
  if (candidate.hasForm) score += 2.2
  if (candidate.anchors > 0) score += 1.1 + 0.5 * candidate.anchors
  else if (candidate.headsHead > 0) score += 0.9 + 0.5 * candidate.headsHead
  if (candidate.spans.length > 1) score += 0.3
  if (candidate.isSenderLine) score += 2.5
  // A single word in an address is its town.
  if (candidate.isInAddress && !candidate.isRegistered)
    score -= candidate.hasForm ? 0.5 : /\s/.test(value) ? 1.5 : 3
  if (candidate.isPriced && !candidate.isRegistered) score -= 2.5
  if (candidate.isListed && !candidate.isLabelled && !candidate.isRegistered) score -= 3
  if (candidate.isBelowPrices && candidate.anchors === 0) score -= 1
  if (candidate.isRegistered) score += 3
  if (mayBeStreet(fold(value)) || mayBeStreet(cell.plain)) score -= 1.5
  score += Math.min(1.2, Math.max(-0.5, (cell.span.line.em / usual - 1) * 0.8))
  score += Math.min(1.2, 0.5 * Math.max(0, mentions.countOf(value) - 1))
  if (agreesWith(mentions.domains, value)) score += 1.6
  if (issuerId) score += nearness(candidate, issuerId)
  return score - oddity(value) - 5 * illegibility(candidate.spans)
}

/** A name stands on the line of its tax id or a few lines above it. */
function nearness({ cell }: NameCandidate, id: PrintedTaxId): number {
  const lines = linesTo({ cell }, id)
  const across = Math.abs(id.span.line.words[id.span.from]!.box[0] - cell.box[0])
  return lines < 8 && across < 0.25 ? 1 : 0
}

/** How many lines below a name a tax id stands; none that stands above it does. */
function linesTo({ cell }: Pick<NameCandidate, 'cell'>, id: PrintedTaxId): number {
  const lines = (id.span.line.box[1] - cell.box[1]) / (cell.box[3] - cell.box[1] || 0.01)
  return id.span.line.page === cell.span.line.page && lines >= -0.5 ? lines : Number.POSITIVE_INFINITY
}
